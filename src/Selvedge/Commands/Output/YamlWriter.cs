using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Selvedge.Commands.Output;

/// <summary>Writes JSON trees as YAML that every reader of YAML 1.1 and 1.2 reads back to the same tree.</summary>
internal static partial class YamlWriter
{
    private static readonly JsonSerializerOptions Quoted =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One document, ending in a line break.</summary>
    public static string Write(JsonNode? value)
    {
        var text = new StringBuilder();
        if (IsLeaf(value))
        {
            text.Append(Leaf(value, 0)).Append('\n');
        }
        else
        {
            Block(text, value!, 0);
        }

        return text.ToString();
    }

    private static void Block(StringBuilder text, JsonNode value, int depth)
    {
        if (value is JsonObject members)
        {
            foreach (var (name, member) in members)
            {
                var isPlain = PlainName().IsMatch(name) && !SpecialWord().IsMatch(name);
                text.Append(' ', depth).Append(isPlain ? name : Quote(name)).Append(':');
                Member(text, member, depth, member is JsonArray ? depth : depth + 2);
            }

            return;
        }

        foreach (var item in (JsonArray)value)
        {
            text.Append(' ', depth).Append('-');
            if (IsLeaf(item))
            {
                text.Append(' ').Append(Leaf(item, depth + 2)).Append('\n');
                continue;
            }

            // The first line of what is inside follows the dash.
            var inside = new StringBuilder();
            Block(inside, item!, depth + 2);
            text.Append(' ').Append(inside, depth + 2, inside.Length - depth - 2);
        }
    }

    private static void Member(StringBuilder text, JsonNode? member, int depth, int inner)
    {
        if (IsLeaf(member))
        {
            text.Append(' ').Append(Leaf(member, depth + 2)).Append('\n');
            return;
        }

        text.Append('\n');
        Block(text, member!, inner);
    }

    private static bool IsLeaf(JsonNode? value) =>
        value is null or JsonValue or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static string Leaf(JsonNode? value, int depth) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>(), depth),
        _ => value.ToJsonString(),
    };

    private static string Text(string text, int depth) =>
        Plain(text) ? text : IsLines(text) ? Literal(text, depth) : Quote(text);

    private static bool Plain(string text) =>
        (PlainForm().IsMatch(text) || AddressOrSpan().IsMatch(text)) && !SpecialWord().IsMatch(text)
        && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal)
        && !text.Contains(" *", StringComparison.Ordinal)
        && text[^1] is not (' ' or ':');

    // Certificates and configuration read best as the lines that they are.
    private static bool IsLines(string text) =>
        text.TrimEnd('\n').Contains('\n', StringComparison.Ordinal)
        && text[0] is not (' ' or '\n')
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Contains(" \n", StringComparison.Ordinal)
        && text.All(c => c is '\n' or (>= ' ' and <= '~'));

    private static string Literal(string text, int depth)
    {
        var lines = text.TrimEnd('\n').Split('\n')
            .Select(line => line.Length == 0 ? "" : new string(' ', depth) + line);
        return (text[^1] == '\n' ? "|\n" : "|-\n") + string.Join('\n', lines);
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, Quoted);

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_./@+,:;=()*<>$ -]*\z", RegexOptions.None, 1000)]
    private static partial Regex PlainForm();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_./-]*\z", RegexOptions.None, 1000)]
    private static partial Regex PlainName();

    // Digits that no reader takes for a number: IPv4 addresses and networks, and durations.
    [GeneratedRegex(
        @"\A([0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?|([0-9]{1,12}(ms|s|m|h|d))+)\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddressOrSpan();

    // What some reader takes for a truth, a number or nothing.
    [GeneratedRegex(
        @"\A(null|true|false|yes|no|on|off|y|n|nan|inf|infinity)\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpecialWord();
}
