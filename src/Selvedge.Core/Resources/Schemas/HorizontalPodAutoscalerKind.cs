using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>autoscaling/v2 HorizontalPodAutoscaler</c>.</summary>
internal static class HorizontalPodAutoscalerKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.AutoscalingGroup,
        Version = "v2",
        Kind = "HorizontalPodAutoscaler",
        Plural = "horizontalpodautoscalers",
        Singular = "horizontalpodautoscaler",
        ShortNames = ["hpa"],
        Categories = ["all"],
        Namespaced = true,
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "How many replicas of a workload run at each location, by what is measured.",
            Required("spec", Fields("What the operator wants.",
                Required("scaleTargetRef", CommonSchemas.Reference("What is scaled, in the same namespace.")),
                Optional("minReplicas", Whole(
                    "The fewest replicas at a location. 0 needs an Object or External metric.", 0, 1000, 1)),
                Required("maxReplicas", Whole("The most replicas at a location.", 1, 1000)),
                Optional("metrics", List(
                    "The metrics; the one that wants most decides. Empty: cpu at 80 % of what is requested.", Metric)
                    .Sized(0, 20)),
                Optional("behavior", Fields("How fast it scales.",
                    Optional("scaleUp", Rules("For more replicas.", 0, "100 % or 4 pods in 15 s")),
                    Optional("scaleDown", Rules("For fewer replicas.", 300, "100 % in 15 s")))))),
            Optional("status", Status)),
        Columns =
        [
            new PrinterColumn("Reference", "string", 0, "What is scaled.", static (document, _) =>
                $"{JsonRead.Text(document, "spec", "scaleTargetRef", "kind")}"
                + $"/{JsonRead.Text(document, "spec", "scaleTargetRef", "name")}"),
            new PrinterColumn("Targets", "string", 0, "What is measured, and what it should be.",
                static (document, _) => AutoscalerCells.Targets(document)),
            new PrinterColumn("MinPods", "string", 0, "The fewest replicas at a location.", static (document, _) =>
                FormattableString.Invariant($"{JsonRead.Whole(document, "spec", "minReplicas") ?? 1}")),
            Columns.Value("MaxPods", "The most replicas at a location.", 0, "spec", "maxReplicas"),
            new PrinterColumn("Replicas", "string", 0, "Replicas at all locations.", static (document, _) =>
                FormattableString.Invariant($"{JsonRead.Whole(document, "status", "currentReplicas") ?? 0}")),
            CommonSchemas.Age,
        ],
        Check = AutoscalerChecks.Check,
    };

    private static Schema Metric => Fields(
        "One metric; the member that type names is set.",
        Required("type", OneOf("Where it comes from.", null, "Resource", "Pods", "Object", "External")),
        Optional("resource", Fields("What each pod uses of a resource.",
            Required("name", OneOf("The resource.", null, "cpu", "memory")),
            Required("target", Target))),
        Optional("pods", Fields("One value a pod.", Required("metric", Name), Required("target", Target))),
        Optional("object", Fields("One value that describes a document.",
            Required("describedObject", CommonSchemas.Reference("The document.")),
            Required("metric", Name), Required("target", Target))),
        Optional("external", Fields("One value from elsewhere.",
            Required("metric", Name), Required("target", Target))));

    private static Schema Name => Fields(
        "Which metric.", Required("name", Text("Its name, for example requests_per_second.").UpTo(253)),
        Optional("selector", Fields("Kept for Kubernetes' clients; not read.").Opened()));

    private static Schema Target => Fields(
        "What it should be; the member that type names is set.",
        Required("type", OneOf("What is compared.", null, "Utilization", "AverageValue", "Value")),
        Optional("averageUtilization", Whole("Percent of what the pods request.", 1, 100_000)),
        Optional("averageValue", Quantity("The mean over the pods.")),
        Optional("value", Quantity("The value itself.")));

    private static Schema Status => Fields(
        "How it is; written by the control plane.",
        Optional("observedGeneration", Whole("The generation that the status speaks of.", 0, long.MaxValue)),
        Optional("lastScaleTime", Text("When the count last changed.", TextFormat.Moment)),
        Optional("currentReplicas", Whole("Replicas at all locations.", 0, int.MaxValue)),
        Optional("desiredReplicas", Whole("Replicas that are wanted at all locations.", 0, int.MaxValue)),
        Optional("currentMetrics", List("What was measured, in the order of spec.metrics.",
            Fields("One metric.").Opened())),
        Optional("conditions", CommonSchemas.Conditions)).Opened();

    private static Schema Rules(string description, int window, string policies) => Fields(
        description,
        Optional("stabilizationWindowSeconds", Whole(
            "Seconds of recommendations of which the safest counts.", 0, 3600, window)),
        Optional("selectPolicy", OneOf("Which policy counts.", "Max", "Max", "Min", "Disabled")),
        Optional("policies", List($"How much may change within a time. Empty: {policies}.", Fields(
            "One policy.",
            Required("type", OneOf("What is counted.", null, "Pods", "Percent")),
            Required("value", Whole("The largest change.", 1, int.MaxValue)),
            Required("periodSeconds", Whole("The time for which it must hold.", 1, 1800)))).Sized(0, 20)),
        Optional("tolerance", Quantity("How far the ratio may be off its target without a change; 0.1 where none.")));

    private static Schema Quantity(string description) =>
        new() { Type = SchemaType.WholeNumberOrText, Description = description };
}
