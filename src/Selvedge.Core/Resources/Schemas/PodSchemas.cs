using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What pods and their templates are described by.</summary>
internal static class PodSchemas
{
    /// <summary>A pod's spec.</summary>
    public static Schema Spec { get; } = Fields(
        "What runs: containers that share an address, and live and die together.",
        Required("containers", Named("One or more.", ["name"], ContainerSchemas.Container).Sized(1, 16)),
        Optional("volumes", Named("Files that containers may mount.", ["name"], ContainerSchemas.Volume).Sized(0, 64)),
        Optional("nodeName", Text("The node that it runs on; written by the control plane.", orElse: "")),
        Optional("nodeSelector", Map("Labels that the node has to have.", Text("The label's value."))),
        Optional("terminationGracePeriodSeconds", Whole(
            "Seconds between the request to end and the kill.", 0, 3600, 30)),
        Optional("restartPolicy", OneOf("Containers that end are started again.", "Always", "Always")),
        Optional("dnsPolicy", OneOf("Names are resolved as the node does.", "ClusterFirst",
            "ClusterFirst", "Default")),
        Optional("schedulerName", Text("Kept for Kubernetes' clients; not read.")),
        Optional("securityContext", Fields("Kept for Kubernetes' clients; write it at the containers.")));

    /// <summary>A template.</summary>
    public static Schema Template { get; } = Fields(
        "What each pod is made from.",
        Optional("metadata", Fields("The labels and annotations that each pod gets.",
            Optional("name", Text("Not read.")),
            Optional("labels", Map("Labels.", Text("The label's value."))),
            Optional("annotations", Map("Annotations.", Text("The note."))),
            Optional("creationTimestamp", Text("Not read.")))),
        Required("spec", Spec));

    /// <summary>A selector.</summary>
    public static Schema Selector { get; } = Fields(
        "Which pods are its own; never changes.",
        Optional("matchLabels", Map("Labels with exactly these values.", Text("The label's value."))),
        Optional("matchExpressions", List("Further conditions.", Fields(
            "One condition.",
            Required("key", Text("The label.")),
            Required("operator", OneOf("How it is held.", null, "In", "NotIn", "Exists", "DoesNotExist")),
            Optional("values", List("For In and NotIn.", Text("A value."))))).Sized(0, 32)));
}
