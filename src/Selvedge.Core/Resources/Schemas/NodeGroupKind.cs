using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Core.Workloads;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 NodeGroup</c>.</summary>
internal static class NodeGroupKind
{
    /// <summary>A command is a plain file name: no document names a path.</summary>
    public const string CommandPattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    /// <summary>As of a Location.</summary>
    private const double PriceMax = 1e6;

    /// <summary>Nodes of one group; a larger network has several.</summary>
    private const int NodesMax = 1000;

    /// <summary>A hyphen and five letters follow in the names of its nodes, which are labels of DNS.</summary>
    private const int NameLengthMax = 57;

    private const int PortMax = 65_535;

    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "NodeGroup",
        Plural = "nodegroups",
        Singular = "nodegroup",
        ShortNames = ["ng"],
        Categories = ["selvedge"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "Equal nodes at one location that a provider's command starts and ends as pods need them.",
            Required("spec", Fields("What the operator wants.",
                Required("location", Text(
                    "The name of the Location that its nodes join; it never changes.", TextFormat.Name)),
                Required("command", Text(
                    "The file name of the provider's command, in the control plane's folder of providers.")
                    .Matching(CommandPattern)),
                Required("node", Fields("What each node is.",
                    Required("cpu", Amount("Processors that pods get of it, for example 1900m.")),
                    Required("memory", Amount("Memory that pods get of it, for example 2Gi.")),
                    Optional("httpPort", Whole("Where HTTP is served.", 1, PortMax, 80)),
                    Optional("httpsPort", Whole("Where HTTPS is served.", 1, PortMax, 443)))),
                Optional("pricePerHour", Number(
                    "What one node costs an hour, in the currency of all prices; else 0.", 0, PriceMax)),
                Optional("min", Whole("Never fewer nodes by scaling down.", 0, NodesMax, 0)),
                Optional("max", Whole("Never more nodes.", 0, NodesMax, 10)),
                Optional("priority", Whole(
                    "Higher is bought first, where the control plane goes by priority.",
                    int.MinValue, int.MaxValue, 0)))),
            Optional("status", Status)),
        Columns =
        [
            Columns.Value("Location", "Where its nodes join.", 0, "spec", "location"),
            new PrinterColumn("Nodes", "string", 0, "Nodes that have joined, of those that were asked for.",
                static (document, _) => Nodes(document)),
            new PrinterColumn("Min", "string", 0, "Never fewer nodes by scaling down.", static (document, _) =>
                FormattableString.Invariant($"{JsonRead.Whole(document, "spec", "min") ?? 0}")),
            new PrinterColumn("Max", "string", 0, "Never more nodes.", static (document, _) =>
                FormattableString.Invariant($"{JsonRead.Whole(document, "spec", "max") ?? 10}")),
            CommonSchemas.Ready,
            new PrinterColumn("Pending", "string", 0, "What the provider is to do.", static (document, _) =>
                JsonRead.Text(document, "status", "pending") is { Length: > 0 } pending ? pending : "<none>"),
            Columns.Value("Command", "The provider's command.", 1, "spec", "command"),
            Columns.Value("Price", "What one node costs an hour.", 1, "spec", "pricePerHour"),
            CommonSchemas.Age,
        ],
        Check = Check,
    };

    private static Schema Status => Fields(
        "How it is; written by the control plane before it does what is written.",
        Optional("observedGeneration", Whole("The generation that the status speaks of.", 0, long.MaxValue)),
        Optional("nodes", List("Every node that was asked for and is not yet given back.", Fields(
            "One node.",
            Optional("name", Text("Of the node.")),
            Optional("phase", OneOf("How far it is.", null, [.. Enum.GetNames<GroupMemberPhase>()])),
            Optional("since", Text("Since when it is so far.", TextFormat.Moment)),
            Optional("message", Text("Why, or what is in the way.")),
            Optional("unneededSince", Text("Since when it could be done without.", TextFormat.Moment))).Opened())),
        Optional("pending", Text("What the provider is to do, in one sentence.")),
        Optional("conditions", CommonSchemas.Conditions),
        Optional("trouble", Fields("What the provider failed at since it last delivered.",
            Optional("inARow", Whole("Failures since then.", 0, int.MaxValue)),
            Optional("lastAt", Text("The newest.", TextFormat.Moment)),
            Optional("message", Text("The newest, in one sentence."))).Opened()),
        Optional("removals", List("When nodes were given back lately.", Text("A moment.", TextFormat.Moment))),
        Optional("decisions", List("The latest decisions, the newest first.", Fields("One decision.").Opened())))
        .Opened();

    private static Schema Amount(string description) => new()
    {
        Type = SchemaType.Text,
        Description = description,
        Format = TextFormat.Quantity,
    };

    private static string Nodes(JsonObject document)
    {
        var phases = JsonRead.Items(document, "status", "nodes")
            .Select(entry => JsonRead.Text(entry.Item, "phase")).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{phases.Count(phase => phase == "Ready")}/{phases.Count}");
    }

    private static void Check(JsonObject document, ICollection<Problem> problems)
    {
        MetadataChecks.CheckLabel(document, problems);
        if (JsonRead.Text(document, "metadata", "name") is { Length: > NameLengthMax })
        {
            problems.Add(new Problem(
                "metadata.name", $"It has more than {NameLengthMax} characters; its nodes are named after it.",
                "Write a shorter name.", ProblemCause.FieldValueInvalid));
        }

        if (JsonRead.Text(document, "spec", "command") is "")
        {
            problems.Add(new Problem(
                "spec.command", "It names no command.", "Write the file name of a provider's command.",
                ProblemCause.FieldValueInvalid));
        }

        if (JsonRead.Whole(document, "spec", "max") is { } most && JsonRead.Whole(document, "spec", "min") > most)
        {
            problems.Add(new Problem(
                "spec.max", "It is less than min.", "Write min or more.", ProblemCause.FieldValueInvalid));
        }

        foreach (var name in (string[])["cpu", "memory"])
        {
            if (JsonRead.Text(document, "spec", "node", name) is { } text
                && TextForms.Check(TextFormat.Quantity, text) is null
                && (!Quantity.TryParse(text, out var amount) || amount.MilliUnits <= 0))
            {
                problems.Add(new Problem(
                    $"spec.node.{name}", $"'{TextForms.Brief(text)}' is no amount above 0.",
                    "Write for example 1900m or 2Gi.", ProblemCause.FieldValueInvalid));
            }
        }

        var http = JsonRead.Whole(document, "spec", "node", "httpPort") ?? 80;
        if (http == (JsonRead.Whole(document, "spec", "node", "httpsPort") ?? 443))
        {
            problems.Add(new Problem(
                "spec.node.httpsPort", $"HTTP has port {http} already.", "Give each its own port.",
                ProblemCause.FieldValueDuplicate));
        }
    }
}
