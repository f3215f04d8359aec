using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>apps/v1 Deployment</c>.</summary>
internal static class DeploymentKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.AppsGroup,
        Kind = "Deployment",
        Plural = "deployments",
        Singular = "deployment",
        ShortNames = ["deploy"],
        Categories = ["all"],
        Namespaced = true,
        HasStatus = true,
        HasScale = true,
        Schema = CommonSchemas.Document(
            "Pods of one template, at every location that the plan names for their namespace.",
            Required("spec", Fields("What the operator wants of it.",
                Optional("replicas", Whole("Pods at each location.", 0, 1000, 1)),
                Required("selector", PodSchemas.Selector),
                Required("template", PodSchemas.Template),
                Optional("strategy", Fields("How pods of an old template give way to those of a new one.",
                    Optional("type", OneOf("Recreate: all old ones end before the first new one begins.",
                        "RollingUpdate", "RollingUpdate", "Recreate")),
                    Optional("rollingUpdate", Fields("For RollingUpdate, at each location.",
                        Optional("maxSurge", Share("Pods above the wanted number; a share is rounded up.")),
                        Optional("maxUnavailable", Share("Pods below it; a share is rounded down.")))))),
                Optional("minReadySeconds", Whole(
                    "Seconds that a pod has to be ready before it counts as available.", 0, 3600, 0)),
                Optional("revisionHistoryLimit", Whole("Old ReplicaSets that are kept.", 0, 100, 10)),
                Optional("progressDeadlineSeconds", Whole(
                    "Seconds without progress after which a rollout has failed and is taken back.", 1, 86_400, 600)),
                Optional("paused", Truth("True: a change of the template waits.", false)))),
            Optional("status", Status)),
        Columns =
        [
            new PrinterColumn("Ready", "string", 0, "Ready pods of those wanted, at all locations.",
                static (document, _) =>
                    $"{Number(document, "readyReplicas")}/{Number(document, "wantedReplicas")}"),
            new PrinterColumn("Up-to-date", "string", 0, "Pods of the newest template.",
                static (document, _) => Number(document, "updatedReplicas")),
            new PrinterColumn("Available", "string", 0, "Pods that were ready for long enough.",
                static (document, _) => Number(document, "availableReplicas")),
            new PrinterColumn("Places", "string", 0, "Locations where all is as wanted, of those planned.",
                static (document, _) => JsonRead.Text(document, "status", "completePlaces") ?? "<unknown>"),
            CommonSchemas.Age,
            new PrinterColumn("Containers", "string", 1, "The names of its containers.",
                static (document, _) => Columns.Join(Containers(document, "name"))),
            new PrinterColumn("Images", "string", 1, "What they run.",
                static (document, _) => Columns.Join(Containers(document, "image"))),
            new PrinterColumn("Selector", "string", 1, "Which pods are its own.",
                static (document, _) => WorkloadChecks.SelectorText(document)),
        ],
        Check = WorkloadChecks.CheckDeployment,
    };

    private static Schema Status { get; } = Fields(
        "How it is; written by the control plane.",
        Optional("observedGeneration", Whole("The generation that the status speaks of.", 0, long.MaxValue)),
        Optional("replicas", Whole("Pods at all locations.", 0, int.MaxValue)),
        Optional("wantedReplicas", Whole("Pods that are wanted at all locations.", 0, int.MaxValue)),
        Optional("updatedReplicas", Whole("Pods of the newest template.", 0, int.MaxValue)),
        Optional("readyReplicas", Whole("Pods that are ready.", 0, int.MaxValue)),
        Optional("availableReplicas", Whole("Pods that were ready for long enough.", 0, int.MaxValue)),
        Optional("unavailableReplicas", Whole("Pods that are wanted and not available.", 0, int.MaxValue)),
        Optional("completePlaces", Text("Locations where all is as wanted, of those planned: 2/3.")),
        Optional("places", Named("One entry a location.", ["location"], Fields(
            "How it is at one location.",
            Required("location", Text("The name of the Location.")),
            Optional("phase", Text("Complete, Progressing, Waiting, Held, CutOff or Leaving.")),
            Optional("message", Text("One sentence.")),
            Optional("unplaced", Whole("Pods that no node takes.", 0, int.MaxValue))).Opened())),
        Optional("conditions", CommonSchemas.Conditions)).Opened();

    private static Schema Share(string description) => new()
    {
        Type = SchemaType.WholeNumberOrText,
        Description = description,
        Default = "\"25%\"",
        Minimum = 0,
        Maximum = 1000,
        Pattern = "[0-9]{1,3}%",
    };

    private static string Number(JsonObject document, string member) =>
        FormattableString.Invariant($"{JsonRead.Whole(document, "status", member) ?? 0}");

    private static IEnumerable<(int Index, string Text)> Containers(JsonObject document, string member) =>
        JsonRead.Items(document, "spec", "template", "spec", "containers")
            .Select(entry => (entry.Index, JsonRead.Text(entry.Item, member) ?? ""));
}
