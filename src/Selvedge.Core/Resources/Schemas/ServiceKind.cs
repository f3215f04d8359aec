using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>v1 Service</c>.</summary>
internal static class ServiceKind
{
    public static ResourceKind Create() => new()
    {
        Kind = "Service",
        Plural = "services",
        Singular = "service",
        ShortNames = ["svc"],
        Categories = ["all"],
        Namespaced = true,
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "The ready pods that a selector names; each location uses its own. Sites are served from it: the one named "
            + "ingress-upstream where a Site names no backend.",
            Required("spec", Fields("What the operator wants of it.",
                Optional("selector", Map("Labels that a pod has to have.", Text("The label's value."))),
                Required("ports", Named("One or more.", ["port"], Fields(
                    "One port.",
                    Required("port", ProbeSchemas.PortNumber("The service's own number.")),
                    Optional("name", Text("May be empty where there is one only.", orElse: "").UpTo(63)
                        .Matching("[a-z0-9]([a-z0-9-]*[a-z0-9])?")),
                    Optional("targetPort", ProbeSchemas.Port("The pods' port by number or name. Missing: port.")),
                    Optional("protocol", OneOf("TCP is the one that is served.", "TCP", "TCP")))).Sized(1, 100)),
                Optional("type", OneOf("ClusterIP is the one that is served.", "ClusterIP", "ClusterIP")),
                Optional("clusterIP", OneOf("Services have no address of their own here.", null, "None", "")),
                Optional("sessionAffinity", OneOf("None is the one that is served.", "None", "None")))),
            Optional("status", Fields("Not written.").Opened())),
        Columns =
        [
            new PrinterColumn("Type", "string", 0, "ClusterIP.", static (_, _) => "ClusterIP"),
            new PrinterColumn("Cluster-IP", "string", 0, "Services have no address here.", static (_, _) => "None"),
            new PrinterColumn("External-IP", "string", 0, "Services have no address here.", static (_, _) => "<none>"),
            new PrinterColumn("Port(s)", "string", 0, "Its ports.", static (document, _) => Ports(document)),
            CommonSchemas.Age,
            new PrinterColumn("Selector", "string", 1, "Which pods are its own.", static (document, _) =>
                WorkloadChecks.LabelsText(JsonRead.At(document, "spec", "selector") as JsonObject)),
        ],
        Check = WorkloadChecks.CheckService,
    };

    private static string Ports(JsonObject document) => string.Join(
        ',', JsonRead.Items(document, "spec", "ports").Select(entry => FormattableString.Invariant(
            $"{JsonRead.Whole(entry.Item, "port")}/TCP")));
}
