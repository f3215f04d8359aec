namespace Selvedge.Core.Resources.Schemas;

/// <summary>What a string of a document has to look like.</summary>
public enum TextFormat
{
    /// <summary>Any text.</summary>
    None,

    /// <summary>A fully qualified name in lower case, two labels or more, without the final dot (RFC 1123).</summary>
    Hostname,

    /// <summary>A name of a document: a DNS subdomain name (RFC 1123).</summary>
    Name,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Ip,

    /// <summary>An IPv4 or IPv6 prefix in slash form.</summary>
    Cidr,

    /// <summary>A duration such as <c>30s</c>; see <see cref="Resources.Duration"/>.</summary>
    Duration,

    /// <summary>An absolute http or https URL without user, query and fragment.</summary>
    Url,

    /// <summary>ISO 3166-1 alpha-2 in capitals.</summary>
    Country,

    /// <summary>Kubernetes' quantity, for example <c>64Mi</c>.</summary>
    Quantity,

    /// <summary>A moment in the form of RFC 3339.</summary>
    Moment,

    /// <summary>Bytes in base64 (RFC 4648, section 4).</summary>
    Base64,

    /// <summary>An e-mail address.</summary>
    Mailbox,
}
