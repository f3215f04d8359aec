using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What a Zone's schema cannot say.</summary>
internal static class ZoneChecks
{
    // So that a TXT record with its lengths stays in a UDP answer over any path (RFC 9715).
    private const int TextBytesMax = 1000;

    public static void Check(JsonObject document, ICollection<Problem> problems)
    {
        var apex = JsonRead.Text(document, "metadata", "name") ?? "";
        if (TextForms.Check(TextFormat.Hostname, apex) is { } wrong)
        {
            Add(problems, "metadata.name", wrong.Message, "A zone's name is its apex: " + wrong.Fix);
        }

        foreach (var (index, server) in JsonRead.Texts(document, "spec", "nameServers"))
        {
            CheckTarget($"spec.nameServers[{index}]", server, problems);
        }

        foreach (var (index, record) in JsonRead.Items(document, "spec", "records"))
        {
            CheckRecord($"spec.records[{index}]", apex, record, problems);
        }

        CheckNeighbours(document, problems);
    }

    private static void CheckRecord(string path, string apex, JsonNode? record, ICollection<Problem> problems)
    {
        var name = JsonRead.Text(record, "name");
        var type = JsonRead.Text(record, "type");
        if (name is not null)
        {
            CheckName($"{path}.name", apex, name, problems);
        }

        if (name == "@" && type is "NS" or "CNAME")
        {
            Add(problems, $"{path}.type", $"The apex cannot have {type} records of its own.", type == "NS"
                ? "Write them as spec.nameServers."
                : "Use A and AAAA, or make the apex a hostname of a Site.");
        }

        var values = JsonRead.Texts(record, "values").ToList();
        if (type == "CNAME" && values.Count > 1)
        {
            Add(problems, $"{path}.values", "A name has one CNAME only (RFC 2181, section 10.1).", "Keep one value.");
        }

        foreach (var (index, value) in values)
        {
            CheckValue($"{path}.values[{index}]", type, value, problems);
        }
    }

    private static void CheckName(string path, string apex, string name, ICollection<Problem> problems)
    {
        if (name == "@")
        {
            return;
        }

        var lower = name.ToLowerInvariant();
        if (lower.EndsWith('.') || lower == apex || lower.EndsWith("." + apex, StringComparison.Ordinal))
        {
            var bare = lower.TrimEnd('.');
            var inside = bare == apex || bare.EndsWith("." + apex, StringComparison.Ordinal);
            Add(problems, path, inside
                    ? $"'{TextForms.Brief(name)}' repeats the apex."
                    : $"'{TextForms.Brief(name)}' is not inside the zone.",
                !inside ? "Write a name relative to the apex."
                : bare == apex ? "Write \"@\"."
                : $"Write {TextForms.Brief(bare[..^(apex.Length + 1)])}.");
            return;
        }

        var labels = lower.Split('.');
        var rest = labels[0] == "*" ? labels.AsSpan(1) : labels;
        var good = labels.Length > 0 && name.Length + apex.Length + 1 <= SchemaLimits.NameLengthMax;
        foreach (var label in rest)
        {
            good &= label.Length is > 0 and <= SchemaLimits.LabelLengthMax
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        }

        if (!good)
        {
            Add(problems, path, $"'{TextForms.Brief(name)}' is not a name.",
                "Use labels of letters, digits, '-' and '_'; '*' may be the first label.");
        }
    }

    private static void CheckValue(string path, string? type, string value, ICollection<Problem> problems)
    {
        switch (type)
        {
            case "A" when !TextForms.IsIp(value, out var family) || family != AddressFamily.InterNetwork:
                Add(problems, path, $"'{TextForms.Brief(value)}' is not an IPv4 address.",
                    "Write for example 192.0.2.1.");
                break;
            case "AAAA" when !TextForms.IsIp(value, out var family) || family != AddressFamily.InterNetworkV6:
                Add(problems, path, $"'{TextForms.Brief(value)}' is not an IPv6 address.",
                    "Write for example 2001:db8::1.");
                break;
            case "CNAME" or "NS":
                CheckTarget(path, value, problems);
                break;
            case "TXT" when Encoding.UTF8.GetByteCount(value) > TextBytesMax:
                Add(problems, path, "The text is too long.", $"At most {TextBytesMax} bytes are allowed.");
                break;
            case "MX":
                CheckMx(path, value, problems);
                break;
            case "CAA":
                CheckCaa(path, value, problems);
                break;
            default:
                break;
        }
    }

    private static void CheckMx(string path, string value, ICollection<Problem> problems)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2
            || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Add(problems, path, $"'{TextForms.Brief(value)}' is not a preference and a name.",
                "Write for example 10 mail.example.com.");
        }
        else if (parts[1] != ".")
        {
            CheckTarget(path, parts[1], problems);
        }
    }

    private static void CheckCaa(string path, string value, ICollection<Problem> problems)
    {
        var parts = value.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3 || !byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || parts[1] is not { Length: <= 15 } tag || !tag.All(char.IsAsciiLetterOrDigit))
        {
            Add(problems, path, $"'{TextForms.Brief(value)}' is not flags, tag and value (RFC 8659).",
                "Write for example 0 issue \"letsencrypt.org\".");
        }
    }

    private static void CheckTarget(string path, string value, ICollection<Problem> problems)
    {
        var bare = value.EndsWith('.') ? value[..^1] : value;
        var good = bare.Length is > 0 and <= SchemaLimits.NameLengthMax && bare.Contains('.', StringComparison.Ordinal)
            && !TextForms.IsIp(bare, out _)
            && bare.Split('.').All(label => label.Length is > 0 and <= SchemaLimits.LabelLengthMax
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        if (!good)
        {
            Add(problems, path, $"'{TextForms.Brief(value)}' is not a fully qualified name.",
                "Write for example ns1.example.net.");
        }
    }

    // RFC 1034, section 3.6.2: beside a CNAME stands nothing.
    private static void CheckNeighbours(JsonObject document, ICollection<Problem> problems)
    {
        var records = JsonRead.Items(document, "spec", "records")
            .Select(entry => (
                entry.Index,
                Name: JsonRead.Text(entry.Item, "name")?.ToLowerInvariant(),
                Type: JsonRead.Text(entry.Item, "type")))
            .Where(record => record.Name is not null).ToLookup(record => record.Name, StringComparer.Ordinal);
        foreach (var group in records)
        {
            var others = group.FirstOrDefault(record => record.Type != "CNAME");
            if (others.Type is null)
            {
                continue;
            }

            foreach (var alias in group.Where(record => record.Type == "CNAME"))
            {
                Add(problems, $"spec.records[{alias.Index}]",
                    $"A CNAME stands beside {others.Type} of the same name (RFC 1034, section 3.6.2).",
                    "Keep the CNAME or the other records.");
            }
        }
    }

    private static void Add(ICollection<Problem> problems, string path, string message, string fix) =>
        problems.Add(new Problem(path, message, fix, ProblemCause.FieldValueInvalid));
}
