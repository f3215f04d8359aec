using System.Text;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What must hold for the metadata of every kind, as in Kubernetes.</summary>
internal static class MetadataChecks
{
    public static void Check(ResourceKind kind, JsonObject document, ICollection<Problem> problems)
    {
        var name = JsonRead.Text(document, "metadata", "name");
        if (string.IsNullOrEmpty(name) && string.IsNullOrEmpty(JsonRead.Text(document, "metadata", "generateName")))
        {
            problems.Add(new Problem(
                "metadata.name", "The document has no name.", "Add a name, or a generateName.",
                ProblemCause.FieldValueRequired));
        }

        if (!kind.Namespaced && JsonRead.Text(document, "metadata", "namespace") is { Length: > 0 })
        {
            problems.Add(new Problem(
                "metadata.namespace", $"A {kind.Kind} belongs to no namespace.", "Remove it.",
                ProblemCause.FieldValueForbidden));
        }

        foreach (var (key, value) in Entries(document, "labels"))
        {
            CheckKey($"metadata.labels[{TextForms.Brief(key)}]", key, problems);
            if (value is not null && !IsLabelValue(value))
            {
                problems.Add(new Problem(
                    $"metadata.labels[{TextForms.Brief(key)}]", $"'{TextForms.Brief(value)}' is not a label's value.",
                    "Use at most 63 letters, digits, '-', '_' and '.', beginning and ending with a letter or digit.",
                    ProblemCause.FieldValueInvalid));
            }
        }

        var bytes = 0L;
        foreach (var (key, value) in Entries(document, "annotations"))
        {
            CheckKey($"metadata.annotations[{TextForms.Brief(key)}]", key, problems);
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value ?? "");
        }

        if (bytes > SchemaLimits.AnnotationsBytesMax)
        {
            problems.Add(new Problem(
                "metadata.annotations", $"The annotations have {bytes} bytes.",
                $"At most {SchemaLimits.AnnotationsBytesMax} are allowed.", ProblemCause.FieldValueInvalid));
        }
    }

    /// <summary>Whether the text may be a label's value.</summary>
    internal static bool IsLabelValue(string text) => text.Length == 0 || IsQualifiedPart(text);

    private static IEnumerable<(string Key, string? Value)> Entries(JsonObject document, string member) =>
        JsonRead.At(document, "metadata", member) is JsonObject entries
            ? entries.Select(entry => (entry.Key, JsonRead.Text(entry.Value)))
            : [];

    /// <summary>For kinds whose names are one label: a namespace's stands in hostnames, a node's and a location's in
    /// the subjects of the bus.</summary>
    public static void CheckLabel(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "metadata", "name") is { Length: > 0 } name
            && TextForms.IsName(name) && !TextForms.IsLabel(name))
        {
            problems.Add(new Problem(
                "metadata.name", $"'{TextForms.Brief(name)}' is not a label, as names of this kind are.",
                $"Use at most {SchemaLimits.LabelLengthMax} small letters, digits and '-'.",
                ProblemCause.FieldValueInvalid));
        }
    }

    private static void CheckKey(string path, string key, ICollection<Problem> problems)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if ((slash >= 0 && !TextForms.IsName(key[..slash])) || !IsQualifiedPart(key[(slash + 1)..]))
        {
            problems.Add(new Problem(
                path, "The key has the wrong form.",
                "Write letters, digits, '-', '_' and '.', at most 63, with a domain and '/' before it if you like.",
                ProblemCause.FieldValueInvalid));
        }
    }

    private static bool IsQualifiedPart(string text) =>
        text.Length is > 0 and <= SchemaLimits.LabelLengthMax
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
