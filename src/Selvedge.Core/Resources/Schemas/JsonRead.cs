using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>Reads document trees of whatever shape without throwing.</summary>
public static class JsonRead
{
    /// <summary>The value under a path of members; null where any step is missing or no object.</summary>
    public static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject members && members.TryGetPropertyValue(name, out var next) ? next : null;
        }

        return node;
    }

    /// <summary>The text under a path; null where it is missing or no text.</summary>
    public static string? Text(JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : null;

    /// <summary>The entries of the list under a path; none where it is missing or no list.</summary>
    public static IEnumerable<(int Index, JsonNode? Item)> Items(JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonArray list ? list.Select((item, index) => (index, item)) : [];

    /// <summary>The texts of the list under a path; entries that are no text are left out.</summary>
    public static IEnumerable<(int Index, string Text)> Texts(JsonNode? node, params ReadOnlySpan<string> path) =>
        Items(node, path).Where(entry => Text(entry.Item) is not null)
            .Select(entry => (entry.Index, Text(entry.Item)!));

    /// <summary>Whether the value is true.</summary>
    public static bool IsTrue(JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path)?.GetValueKind() == JsonValueKind.True;

    /// <summary>The whole number under a path; null where it is missing, no number or has a fraction.</summary>
    public static long? Whole(JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;

    /// <summary>The finite number under a path; null where it is missing or no number.</summary>
    public static double? Number(JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
        && double.IsFinite(n)
            ? n
            : null;
}
