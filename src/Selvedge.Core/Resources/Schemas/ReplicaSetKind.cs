using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>apps/v1 ReplicaSet</c>: one revision of a Deployment.</summary>
internal static class ReplicaSetKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.AppsGroup,
        Kind = "ReplicaSet",
        Plural = "replicasets",
        Singular = "replicaset",
        ShortNames = ["rs"],
        Categories = ["all"],
        Namespaced = true,
        HasStatus = true,
        MadeByControlPlane = true,
        Schema = CommonSchemas.Document(
            "One revision of a Deployment; kept to go back to.",
            Required("spec", Fields("What the control plane wants of it.",
                Optional("replicas", Whole("Pods at all locations.", 0, int.MaxValue, 0)),
                Required("selector", PodSchemas.Selector),
                Required("template", PodSchemas.Template))),
            Optional("status", Fields("How it is.",
                Optional("replicas", Whole("Pods at all locations.", 0, int.MaxValue)),
                Optional("readyReplicas", Whole("Pods that are ready.", 0, int.MaxValue)),
                Optional("availableReplicas", Whole("Pods that were ready for long enough.", 0, int.MaxValue)),
                Optional("observedGeneration", Whole("The generation that is spoken of.", 0, long.MaxValue)))
                .Opened())),
        Columns =
        [
            new PrinterColumn("Desired", "string", 0, "Pods wanted at all locations.",
                static (document, _) => Number(document, "spec", "replicas")),
            new PrinterColumn("Current", "string", 0, "Pods at all locations.",
                static (document, _) => Number(document, "status", "replicas")),
            new PrinterColumn("Ready", "string", 0, "Pods that are ready.",
                static (document, _) => Number(document, "status", "readyReplicas")),
            CommonSchemas.Age,
        ],
    };

    private static string Number(JsonObject document, params string[] path) =>
        FormattableString.Invariant($"{JsonRead.Whole(document, path) ?? 0}");
}
