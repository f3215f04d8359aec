using System.Text.Json.Nodes;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What the schemas of workloads cannot say.</summary>
internal static class WorkloadChecks
{
    public static void CheckDeployment(JsonObject document, ICollection<Problem> problems)
    {
        CheckSelector(document, problems);
        CheckStrategy(document, problems);
        PodChecks.Check("spec.template.spec", JsonRead.At(document, "spec", "template", "spec"), problems);
    }

    public static void CheckService(JsonObject document, ICollection<Problem> problems)
    {
        var ports = JsonRead.Items(document, "spec", "ports").ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, port) in ports)
        {
            var name = JsonRead.Text(port, "name") ?? "";
            if (name.Length == 0 && ports.Count > 1)
            {
                problems.Add(new Problem(
                    $"spec.ports[{index}].name", "A port among several has a name.", "Add a name.",
                    ProblemCause.FieldValueRequired));
            }
            else if (name.Length > 0 && !names.Add(name))
            {
                problems.Add(new Problem(
                    $"spec.ports[{index}].name", $"'{TextForms.Brief(name)}' names another port already.",
                    "Give each its own name.", ProblemCause.FieldValueDuplicate));
            }
        }
    }

    /// <summary>A Deployment's selector in one cell.</summary>
    public static string SelectorText(JsonObject document) =>
        LabelsText(JsonRead.At(document, "spec", "selector", "matchLabels") as JsonObject);

    /// <summary>Labels in one cell: <c>a=b,c=d</c>.</summary>
    public static string LabelsText(JsonObject? labels) => labels is null or { Count: 0 }
        ? "<none>"
        : string.Join(',', labels.Select(label => $"{label.Key}={JsonRead.Text(label.Value)}"));

    private static void CheckSelector(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.At(document, "spec", "selector") is not JsonObject written
            || JsonRead.Items(written, "matchExpressions").Any(entry => entry.Item is null)
            || !CoreJson.TryRead<LabelSelector>(JsonBytes(written), out var selector, out _))
        {
            return;
        }

        if (selector.MatchLabels.IsEmpty && selector.MatchExpressions.IsEmpty)
        {
            problems.Add(new Problem(
                "spec.selector", "An empty selector would take every pod.", "Add matchLabels, for example app: shop.",
                ProblemCause.FieldValueRequired));
            return;
        }

        var labels = (JsonRead.At(document, "spec", "template", "metadata", "labels") as JsonObject ?? [])
            .ToDictionary(label => label.Key, label => JsonRead.Text(label.Value) ?? "", StringComparer.Ordinal);
        if (!selector.Matches(labels))
        {
            problems.Add(new Problem(
                "spec.template.metadata.labels", "spec.selector does not select the template's own labels.",
                $"Write the labels that it asks for: {SelectorText(document)}.", ProblemCause.FieldValueInvalid));
        }
    }

    private static void CheckStrategy(JsonObject document, ICollection<Problem> problems)
    {
        var strategy = JsonRead.At(document, "spec", "strategy");
        if (JsonRead.Text(strategy, "type") == "Recreate" && JsonRead.At(strategy, "rollingUpdate") is not null)
        {
            problems.Add(new Problem(
                "spec.strategy.rollingUpdate", "The strategy Recreate does not read it.",
                "Remove it, or write type: RollingUpdate.", ProblemCause.FieldValueForbidden));
        }

        if (IsZero(strategy, "maxSurge") && IsZero(strategy, "maxUnavailable"))
        {
            problems.Add(new Problem(
                "spec.strategy.rollingUpdate.maxUnavailable",
                "With no pod more and no pod fewer nothing could ever change.",
                "Allow one of maxSurge and maxUnavailable.", ProblemCause.FieldValueInvalid));
        }
    }

    private static bool IsZero(JsonNode? strategy, string member) =>
        JsonRead.At(strategy, "rollingUpdate", member) is { } value
        && (JsonRead.Whole(value) == 0 || JsonRead.Text(value) == "0%");

    private static byte[] JsonBytes(JsonNode node) => System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
}
