using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>The cells of a HorizontalPodAutoscaler, as kubectl writes them.</summary>
internal static class AutoscalerCells
{
    private const int Shown = 2;

    public static string Targets(JsonObject document)
    {
        var current = JsonRead.Items(document, "status", "currentMetrics").Select(entry => entry.Item).ToList();
        var cells = JsonRead.Items(document, "spec", "metrics")
            .Select(entry => Cell(entry.Item, current.ElementAtOrDefault(entry.Index))).ToList();
        return cells.Count switch
        {
            0 => "<none>",
            > Shown => $"{string.Join(", ", cells.Take(Shown))} + {cells.Count - Shown} more...",
            _ => string.Join(", ", cells),
        };
    }

    private static string Cell(JsonNode? metric, JsonNode? current)
    {
        var source = JsonRead.Text(metric, "type")?.ToLowerInvariant() ?? "";
        var wanted = JsonRead.At(metric, source, "target");
        var measured = JsonRead.At(current, source, "current");
        var resource = source == "resource" ? $"{JsonRead.Text(metric, source, "name")}: " : "";
        return JsonRead.Text(wanted, "type") switch
        {
            "Utilization" => $"{resource}{Value(measured, "averageUtilization", "%")}"
                + $"/{Value(wanted, "averageUtilization", "%")}",
            "AverageValue" => $"{resource}{Value(measured, "averageValue")}/{Value(wanted, "averageValue")}"
                + (source is "object" or "external" ? " (avg)" : ""),
            _ => $"{resource}{Value(measured, "value")}/{Value(wanted, "value")}",
        };
    }

    private static string Value(JsonNode? node, string member, string unit = "") =>
        JsonRead.At(node, member) is JsonValue value ? $"{value}{unit}" : "<unknown>";
}
