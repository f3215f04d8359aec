namespace Selvedge.Core.Resources.Schemas;

/// <summary>The limits of documents.</summary>
public static class SchemaLimits
{
    /// <summary>Entries of a list or map without a limit of its own: a zone of many records is the longest.</summary>
    public const int ItemsMax = 10_000;

    /// <summary>Characters of a text without a limit of its own: as much as a ConfigMap may hold.</summary>
    public const int TextLengthMax = 1024 * 1024;

    /// <summary>Characters of a document's name: as Kubernetes.</summary>
    public const int NameLengthMax = 253;

    /// <summary>Characters of a DNS label (RFC 1035, section 2.3.4).</summary>
    public const int LabelLengthMax = 63;

    /// <summary>Bytes of all annotations together: as Kubernetes.</summary>
    public const int AnnotationsBytesMax = 256 * 1024;

    /// <summary>Bytes of all data of a ConfigMap or Secret: as Kubernetes.</summary>
    public const int DataBytesMax = 1024 * 1024;

    /// <summary>Problems told at once: more would not be read, and a hostile document cannot make the answer
    /// large.</summary>
    public const int ProblemsMax = 100;
}
