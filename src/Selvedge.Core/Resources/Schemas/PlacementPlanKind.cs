using System.Globalization;
using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 PlacementPlan</c>.</summary>
internal static class PlacementPlanKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "PlacementPlan",
        Plural = "placementplans",
        Singular = "placementplan",
        ShortNames = ["plan"],
        Categories = ["selvedge"],
        Namespaced = true,
        HasStatus = true,
        MadeByControlPlane = true,
        Schema = CommonSchemas.Document(
            "Where the sites and workloads of its namespace are placed. Made by the control plane wherever there is a "
                + "ConfigMap location-optimizer, whose name it has.",
            Optional("spec", Fields("What is decided.",
                Optional("locations", Set("The places to be. Empty: nothing is decided yet.", Text("A Location."))),
                Optional("leaving", Set(
                    "The places that were; they stay until the places to be serve.", Text("A Location."))),
                Optional("history", List("Since when each place is in, or was taken out lately.", Fields(
                    "One place.",
                    Optional("location", Text("The Location.")),
                    Optional("isPlaced", Truth("True: it is in. False: it was taken out.")),
                    Optional("since", Text("Since when.", TextFormat.Moment))))))),
            Optional("status", Fields("How it came about.",
                Optional("plan", Report),
                Optional("lastMoves", Moves("The last plan's moves that changed anything.")),
                Optional("movedAt", Text("When they were decided.", TextFormat.Moment)),
                Optional("conditions", CommonSchemas.Conditions)).Opened())),
        Columns =
        [
            Columns.Value("Policy", "How places follow demand.", 0, "status", "plan", "policy"),
            Columns.List("Locations", "The places to be.", 0, "spec", "locations"),
            Columns.List("Leaving", "Places that stay until the new ones serve.", 0, "spec", "leaving"),
            new PrinterColumn("Planned", "string", 0, "Whether the newest plan holds all constraints.",
                static (document, _) => Columns.Condition(document, "Planned", "status")),
            new PrinterColumn("Latency", "string", 0, "The mean round trip of a request, in milliseconds.",
                static (document, _) => Figure(document, "meanMilliseconds")),
            new PrinterColumn("Cost", "string", 0, "What the places to be cost an hour.",
                static (document, _) => Figure(document, "costPerHour")),
            new PrinterColumn("Message", "string", 1, "What clashes.",
                static (document, _) => Columns.Condition(document, "Planned", "message")),
            CommonSchemas.Age,
        ],
    };

    private static Schema Report { get; } = Fields(
        "The newest plan.",
        Optional("namespace", Text("Whose.")),
        Optional("at", Text("When it was made.", TextFormat.Moment)),
        Optional("policy", Text("dynamic, static or everywhere.")),
        Optional("window", Text("What the demand was averaged over.")),
        Optional("demand", List("What it was made for.", Fields(
            "One region.",
            Optional("geohash", Text("Two characters.")),
            Optional("requestsPerSecond", Number("How much.", 0, double.MaxValue))))),
        Optional("present", Figures("The places of now under this demand.")),
        Optional("next", Figures("The places to be.")),
        Optional("routes", List("Where each region's clients are served then.", Fields(
            "One region at one place.",
            Optional("geohash", Text("Two characters.")),
            Optional("location", Text("The Location.")),
            Optional("requestsPerSecond", Number("How much.", 0, double.MaxValue)),
            Optional("milliseconds", Number("The round trip.", 0, double.MaxValue)),
            Optional("isMeasured", Truth(
                "True: nodes measured the round trip. False: it is what distance lets expect."))))),
        Optional("moves", Moves("What is put in and taken out.")),
        Optional("leaving", Set("Places that stay until the new ones serve.", Text("A Location."))),
        Optional("conflict", Fields("What clashes.",
            Optional("constraints", List("The smallest set, as field paths.", Text("A path."))),
            Optional("message", Text("One sentence.")))),
        Optional("problems", List("What is wrong with the strategy.", Text("One sentence."))));

    private static Schema Figures(string description) => Fields(
        description,
        Optional("locations", List("The Locations.", Text("A Location."))),
        Optional("meanMilliseconds", Number("The mean round trip of a request.", 0, double.MaxValue)),
        Optional("p95Milliseconds", Number("Nineteen of twenty requests take at most this.", 0, double.MaxValue)),
        Optional("costPerHour", Number("What they cost an hour.", 0, double.MaxValue)));

    private static Schema Moves(string description) => List(description, Fields(
        "One move.",
        Optional("location", Text("The Location.")),
        Optional("isIn", Truth("True: it is put in. False: it is taken out.")),
        Optional("price", Number("What the move costs, once.", 0, double.MaxValue)),
        Optional("reason", Text("One sentence."))));

    private static string Figure(JsonObject document, string name) =>
        JsonRead.Number(JsonRead.At(document, "status", "plan", "next"), name) is { } value
            ? value.ToString("0.##", CultureInfo.InvariantCulture)
            : "<none>";
}
