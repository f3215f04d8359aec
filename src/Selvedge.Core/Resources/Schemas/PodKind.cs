using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>v1 Pod</c>.</summary>
internal static class PodKind
{
    /// <summary>The label of the Location that a pod runs at.</summary>
    private const string LocationLabel = Workloads.WorkloadLabels.Location;

    public static ResourceKind Create() => new()
    {
        Kind = "Pod",
        Plural = "pods",
        Singular = "pod",
        ShortNames = ["po"],
        Categories = ["all"],
        Namespaced = true,
        HasStatus = true,
        HasLog = true,
        MadeByControlPlane = true,
        Schema = CommonSchemas.Document(
            "One instance of a workload, on one node.",
            Required("spec", PodSchemas.Spec),
            Optional("status", Status)),
        Columns =
        [
            new PrinterColumn("Ready", "string", 0, "Ready containers of all.",
                static (document, _) => $"{ReadyContainers(document)}/{AllContainers(document)}"),
            new PrinterColumn("Status", "string", 0, "How it is.", static (document, _) => StatusCell(document)),
            new PrinterColumn("Restarts", "string", 0, "How often its containers were started again.",
                static (document, _) => FormattableString.Invariant($"{Statuses(document).Sum(Restarts)}")),
            CommonSchemas.Age,
            Columns.Value("IP", "Its address.", 1, "status", "podIP"),
            Columns.Value("Node", "The node that runs it.", 1, "spec", "nodeName"),
            new PrinterColumn("Location", "string", 1, "Where the node stands.",
                static (document, _) => JsonRead.Text(document, "metadata", "labels", LocationLabel) ?? "<none>"),
        ],
    };

    private static Schema Status { get; } = Fields(
        "How it is, as its node says.",
        Optional("phase", OneOf("In short.", null, "Pending", "Running", "Succeeded", "Failed", "Unknown")),
        Optional("reason", Text("One CamelCase word.")),
        Optional("message", Text("One sentence.")),
        Optional("podIP", Text("Its address.")),
        Optional("hostIP", Text("Its node's address.")),
        Optional("startTime", Text("When its node took it up.", TextFormat.Moment)),
        Optional("conditions", CommonSchemas.Conditions),
        Optional("containerStatuses", List("One a container.", Anything("Kubernetes' ContainerStatus."))),
        Optional("qosClass", Text("Kubernetes' class of service."))).Opened();

    private static string StatusCell(JsonObject document)
    {
        if (JsonRead.Text(document, "metadata", "deletionTimestamp") is { Length: > 0 })
        {
            return "Terminating";
        }

        foreach (var status in Statuses(document))
        {
            if (JsonRead.Text(status, "state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                return waiting;
            }

            if (JsonRead.Text(status, "state", "terminated", "reason") is { Length: > 0 } ended)
            {
                return ended;
            }
        }

        return JsonRead.Text(document, "status", "reason") is { Length: > 0 } reason ? reason
            : JsonRead.Text(document, "status", "phase") ?? "Pending";
    }

    private static IEnumerable<JsonNode?> Statuses(JsonObject document) =>
        JsonRead.Items(document, "status", "containerStatuses").Select(entry => entry.Item);

    private static long Restarts(JsonNode? status) => JsonRead.Whole(status, "restartCount") ?? 0;

    private static int ReadyContainers(JsonObject document) =>
        Statuses(document).Count(status => JsonRead.IsTrue(status, "ready"));

    private static int AllContainers(JsonObject document) => JsonRead.Items(document, "spec", "containers").Count();
}
