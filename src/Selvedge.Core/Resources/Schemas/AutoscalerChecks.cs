using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What the schema of a HorizontalPodAutoscaler cannot say.</summary>
internal static class AutoscalerChecks
{
    private static readonly string[] Sources = ["resource", "pods", "object", "external"];

    private static readonly (string Type, string Member)[] Targets =
        [("Utilization", "averageUtilization"), ("AverageValue", "averageValue"), ("Value", "value")];

    public static void Check(JsonObject document, ICollection<Problem> problems)
    {
        var spec = JsonRead.At(document, "spec");
        if (JsonRead.Whole(spec, "maxReplicas") is { } most && JsonRead.Whole(spec, "minReplicas") > most)
        {
            problems.Add(new Problem(
                "spec.maxReplicas", "It is less than minReplicas.", "Write minReplicas or more.",
                ProblemCause.FieldValueInvalid));
        }

        var types = JsonRead.Items(spec, "metrics").Select(entry => JsonRead.Text(entry.Item, "type")).ToList();
        if (JsonRead.Whole(spec, "minReplicas") == 0 && !types.Contains("Object") && !types.Contains("External"))
        {
            problems.Add(new Problem(
                "spec.minReplicas", "Without replicas, pods have no metrics that could wake it.",
                "Write 1 or more, or add an Object or External metric.", ProblemCause.FieldValueInvalid));
        }

        foreach (var (index, metric) in JsonRead.Items(spec, "metrics"))
        {
            CheckMetric($"spec.metrics[{index}]", metric, problems);
        }

        foreach (var direction in (string[])["scaleUp", "scaleDown"])
        {
            var path = $"spec.behavior.{direction}.tolerance";
            CheckQuantity(path, JsonRead.At(spec, "behavior", direction, "tolerance"), problems, lowest: 0);
        }

        CheckNetworkCap(document, problems);
    }

    private static void CheckMetric(string path, JsonNode? metric, ICollection<Problem> problems)
    {
        var type = JsonRead.Text(metric, "type");
        var source = type?.ToLowerInvariant() ?? "";
        if (!Sources.Contains(source, StringComparer.Ordinal))
        {
            return;
        }

        foreach (var member in Sources)
        {
            var there = JsonRead.At(metric, member) is not null;
            if (there != (member == source))
            {
                problems.Add(there
                    ? new Problem($"{path}.{member}", $"The metric is of type {type}.",
                        "Remove it, or write a metric of its own.", ProblemCause.FieldValueForbidden)
                    : new Problem($"{path}.{member}", $"A metric of type {type} has it.", "Add it.",
                        ProblemCause.FieldValueRequired));
            }
        }

        CheckTarget($"{path}.{source}.target", source, JsonRead.At(metric, source, "target"), problems);
    }

    private static void CheckTarget(string path, string source, JsonNode? target, ICollection<Problem> problems)
    {
        var type = JsonRead.Text(target, "type");
        string[] allowed = source switch
        {
            "resource" => ["Utilization", "AverageValue"],
            "pods" => ["AverageValue"],
            _ => ["Value", "AverageValue"],
        };
        var member = Targets.FirstOrDefault(known => known.Type == type).Member;
        if (member is null)
        {
            return;
        }

        if (!allowed.Contains(type, StringComparer.Ordinal))
        {
            problems.Add(new Problem(
                $"{path}.type", $"This metric has no {type}.", $"Write {string.Join(" or ", allowed)}.",
                ProblemCause.FieldValueNotSupported));
            return;
        }

        foreach (var (_, other) in Targets.Where(known => known.Member != member))
        {
            if (JsonRead.At(target, other) is not null)
            {
                problems.Add(new Problem(
                    $"{path}.{other}", $"The target is of type {type}.", $"Write {member} alone.",
                    ProblemCause.FieldValueForbidden));
            }
        }

        if (JsonRead.At(target, member) is not { } value)
        {
            problems.Add(new Problem(
                $"{path}.{member}", $"A target of type {type} has it.", "Add it.", ProblemCause.FieldValueRequired));
        }
        else if (member != "averageUtilization")
        {
            CheckQuantity($"{path}.{member}", value, problems, lowest: 1);
        }
    }

    private static void CheckQuantity(string path, JsonNode? value, ICollection<Problem> problems, long lowest)
    {
        if (value is JsonValue && (JsonRead.Text(value) is not null || JsonRead.Whole(value) is not null)
            && (Thousandths(value) is not { } amount || amount < lowest))
        {
            problems.Add(new Problem(
                path,
                $"'{TextForms.Brief(value.ToString())}' is no quantity {(lowest > 0 ? "above 0" : "of 0 or more")}.",
                "Write for example 500m, 2, 64Mi or 1G.", ProblemCause.FieldValueInvalid));
        }
    }

    private static void CheckNetworkCap(JsonObject document, ICollection<Problem> problems)
    {
        const string Annotation = HorizontalPodAutoscaler.NetworkMaxReplicas;
        if (JsonRead.Text(document, "metadata", "annotations", Annotation) is { } cap
            && !(int.TryParse(cap, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0))
        {
            problems.Add(new Problem(
                $"metadata.annotations[{Annotation}]", $"'{TextForms.Brief(cap)}' is no count of replicas.",
                "Write a whole number above 0.", ProblemCause.FieldValueInvalid));
        }
    }

    private static long? Thousandths(JsonNode? value) =>
        Quantity.TryParse(
            JsonRead.Text(value) ?? JsonRead.Whole(value)?.ToString(CultureInfo.InvariantCulture), out var quantity)
            ? quantity.MilliUnits
            : null;
}
