using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Node</c>.</summary>
internal static class NodeKind
{
    private const int PortMax = 65_535;

    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Node",
        Plural = "nodes",
        Singular = "node",
        ShortNames = ["no"],
        Categories = ["selvedge"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "One machine (in development: one process) at a location.",
            Required("spec", Fields("What the operator wants of it.",
                Required("location", Text("The name of its Location.", TextFormat.Name)),
                Required("addresses", Set(
                    "The addresses users reach it at; DNS answers with these.",
                    Text("IPv4 or IPv6.", TextFormat.Ip)).Sized(1, 16)),
                Optional("httpPort", Whole("Where HTTP is served.", 1, PortMax, 80)),
                Optional("httpsPort", Whole("Where HTTPS is served.", 1, PortMax, 443)),
                Optional("publicKey", Text(
                    "The node's public identity on the bus: an NKey user public key of 56 characters, U first.",
                    orElse: "").Matching("U[A-Z2-7]{55}")),
                Optional("drained", Truth("True: taken out of service gracefully.", false)))),
            Optional("status", Status)),
        Columns =
        [
            Columns.Value("Location", "Where it stands.", 0, "spec", "location"),
            Columns.Value("Epoch", "The snapshot it has applied.", 0, "status", "snapshotEpoch"),
            new PrinterColumn("Status", "string", 0, "Whether it is ready, and which sections it refused and why.",
                static (document, _) => StatusCell(document)),
            Columns.List("Addresses", "Where users reach it.", 1, "spec", "addresses"),
            Columns.Value("Verdicts", "The verdict table it steers by.", 1, "status", "verdictEpoch"),
            Columns.Value("Purges", "Every purge up to this one is applied.", 1, "status", "purgeSequence"),
            Columns.Value("Version", "Of the software.", 1, "status", "version"),
            CommonSchemas.Age,
        ],
        Check = Check,
    };

    private static Schema Network { get; } = Fields(
        "What it does at layers 3 and 4; counters are as of networkAt.",
        Optional("routing", Fields("What it says to its BGP neighbours.").Opened()),
        Optional("balancer", Fields("What it balances.").Opened()),
        Optional("defence", Fields("How it defends itself.").Opened()));

    private static Schema Status { get; } = Fields(
        "How the node is; written by the control plane from what the node says of itself.",
        Optional("version", Text("Of the software.")),
        Optional("snapshotEpoch", Whole("The manifest it has applied, refusals aside.", 0, long.MaxValue)),
        Optional("verdictEpoch", Whole("The verdict table it steers by.", 0, long.MaxValue)),
        Optional("purgeSequence", Whole("Every purge up to this one is applied.", 0, long.MaxValue)),
        Optional("capacity", Map("What the machine has, by cpu and memory.", Text("A quantity."))),
        Optional("allocatable", Map("What pods may ask for of it.", Text("A quantity."))),
        Optional("network", Network),
        Optional("networkAt", Text("When network was written.", TextFormat.Moment)),
        Optional("lastSeen", Text("Since when it speaks; once silent, when it last spoke.", TextFormat.Moment)),
        Optional("refusals", List("Sections it could not use; the last good ones stay in force.", Fields(
            "One refused section.",
            Optional("key", Text("The section's key.")),
            Optional("hash", Text("Of the refused bytes.")),
            Optional("reason", Text("One sentence."))).Opened())),
        Optional("conditions", CommonSchemas.Conditions)).Opened();

    private static string StatusCell(JsonObject document)
    {
        var word = Columns.Condition(document, "Ready", "status") switch
        {
            "True" => "Ready",
            "False" => Columns.Condition(document, "Ready", "reason") is var reason and not "<unknown>"
                ? $"NotReady: {reason}"
                : "NotReady",
            _ => "Unknown",
        };
        if (JsonRead.IsTrue(document, "spec", "drained"))
        {
            word += ", Drained";
        }

        if (Columns.Condition(document, "StateKept", "status") == "False")
        {
            word += $", {Columns.Condition(document, "StateKept", "reason")}";
        }

        var refusals = JsonRead.Items(document, "status", "refusals").Select(entry =>
            $"{JsonRead.Text(entry.Item, "key")}: {JsonRead.Text(entry.Item, "reason")}").ToList();
        return refusals.Count == 0 ? word : $"{word}, refused {string.Join("; ", refusals)}";
    }

    private static void Check(JsonObject document, ICollection<Problem> problems)
    {
        MetadataChecks.CheckLabel(document, problems);
        var http = JsonRead.Whole(document, "spec", "httpPort") ?? 80;
        var https = JsonRead.Whole(document, "spec", "httpsPort") ?? 443;
        if (http == https)
        {
            problems.Add(new Problem(
                "spec.httpsPort", $"HTTP has port {http} already.", "Give each its own port.",
                ProblemCause.FieldValueDuplicate));
        }

        foreach (var (index, text) in JsonRead.Texts(document, "spec", "addresses"))
        {
            if (text is "0.0.0.0" or "::")
            {
                problems.Add(new Problem(
                    $"spec.addresses[{index}]", $"{text} names no machine.", "Write the address that users reach.",
                    ProblemCause.FieldValueInvalid));
            }
        }
    }
}
