using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>autoscaling.k8s.io/v1 VerticalPodAutoscaler</c>.</summary>
internal static class VerticalPodAutoscalerKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.VerticalAutoscalingGroup,
        Version = "v1",
        Kind = "VerticalPodAutoscaler",
        Plural = "verticalpodautoscalers",
        Singular = "verticalpodautoscaler",
        ShortNames = ["vpa"],
        Namespaced = true,
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "What the containers of a workload should request, by what they have used.",
            Required("spec", Fields("What the operator wants.",
                Required("targetRef", CommonSchemas.Reference("Whose containers, in the same namespace.")),
                Optional("updatePolicy", Fields("What happens with recommendations.",
                    Optional("updateMode", OneOf(
                        "Off: they are told only. Initial: pods that begin get them, running ones are left alone.",
                        VerticalUpdatePolicy.Initial, VerticalUpdatePolicy.Off, VerticalUpdatePolicy.Initial)))),
                Optional("resourcePolicy", Fields("Bounds for recommendations.",
                    Optional("containerPolicies", Named("One a container.", ["containerName"], Policy)
                        .Sized(0, 100)))))),
            Optional("status", Fields("What is recommended; written by the control plane.").Opened())),
        Columns =
        [
            new PrinterColumn("Mode", "string", 0, "What happens with recommendations.", static (document, _) =>
                JsonRead.Text(document, "spec", "updatePolicy", "updateMode") ?? VerticalUpdatePolicy.Initial),
            new PrinterColumn("CPU", "string", 0, "Processors that the first container should request.",
                static (document, _) => First(document, "cpu")),
            new PrinterColumn("Mem", "string", 0, "Memory that the first container should request.",
                static (document, _) => First(document, "memory")),
            new PrinterColumn("Provided", "string", 0, "Whether there is a recommendation.",
                static (document, _) => Columns.Condition(document, VerticalConditions.Provided, "status")),
            CommonSchemas.Age,
        ],
        Check = VerticalAutoscalerChecks.Check,
    };

    private static string First(JsonObject document, string resource) =>
        JsonRead.Text(
            JsonRead.Items(document, "status", "recommendation", "containerRecommendations").FirstOrDefault().Item,
            "target", resource) ?? "";

    private static Schema Policy => Fields(
        "Bounds for the recommendations of a container.",
        Required("containerName", Text("A container's name, or * for all that are not named.").UpTo(63)),
        Optional("mode", OneOf("Off: nothing is recommended for it.", "Auto", "Auto", "Off")),
        Optional("minAllowed", CommonSchemas.Amounts("Never less.")),
        Optional("maxAllowed", CommonSchemas.Amounts("Never more.")),
        Optional("controlledResources", Set(
            "The resources that recommendations are made for. Empty: both.",
            OneOf("A resource.", null, "cpu", "memory")).Sized(0, 2)),
        Optional("controlledValues", OneOf(
            "RequestsAndLimits: a limit keeps its ratio to the request. RequestsOnly: limits stay, and no request "
            + "goes beyond them.",
            "RequestsAndLimits", "RequestsAndLimits", "RequestsOnly")));
}
