using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>Kubernetes' <c>v1 Event</c>: something that happened to a document.</summary>
internal static class EventKind
{
    public static ResourceKind Create() => new()
    {
        Kind = "Event",
        Plural = "events",
        Singular = "event",
        ShortNames = ["ev"],
        Namespaced = true,
        Schema = CommonSchemas.Document(
            "Something that happened to a document; kubectl describe shows it.",
            Required("involvedObject", Reference("The document that it happened to.")),
            Optional("reason", Text("One CamelCase word.")),
            Optional("message", Text("One sentence for people.")),
            Optional("type", Text("Normal or Warning.")),
            Optional("count", Whole("How often it happened.", 0, int.MaxValue)),
            Optional("firstTimestamp", Text("When it happened first.", TextFormat.Moment)),
            Optional("lastTimestamp", Text("When it happened last.", TextFormat.Moment)),
            Optional("eventTime", Text("When it happened first, more exactly.", TextFormat.Moment)),
            Optional("action", Text("What was done.")),
            Optional("source", Fields("Who tells.",
                Optional("component", Text("The part of the software.")),
                Optional("host", Text("The machine.")))),
            Optional("reportingComponent", Text("Who tells.")),
            Optional("reportingInstance", Text("Which process of it.")),
            Optional("related", Reference("Another document that took part.")),
            Optional("series", Fields("Repetitions.",
                Optional("count", Whole("How often.", 0, int.MaxValue)),
                Optional("lastObservedTime", Text("When last.", TextFormat.Moment))))),
        Columns =
        [
            new PrinterColumn("Last Seen", "string", 0, "Time since it happened last.", static (document, now) =>
                JsonRead.Text(document, "lastTimestamp") is { Length: > 0 }
                    ? Columns.Since(document, now, "lastTimestamp")
                    : Columns.Since(document, now, "metadata", "creationTimestamp")),
            Columns.Value("Type", "Normal or Warning.", 0, "type"),
            Columns.Value("Reason", "One CamelCase word.", 0, "reason"),
            new PrinterColumn("Object", "string", 0, "The document that it happened to.", static (document, _) =>
                $"{JsonRead.Text(document, "involvedObject", "kind")?.ToLowerInvariant()}/"
                + JsonRead.Text(document, "involvedObject", "name")),
            Columns.Value("Message", "One sentence for people.", 0, "message"),
            Columns.Value("Source", "Who tells.", 1, "source", "component"),
            Columns.Value("Count", "How often it happened.", 1, "count"),
        ],
    };

    private static Schema Reference(string description) => Fields(
        description,
        Optional("apiVersion", Text("Its API version.")),
        Optional("kind", Text("Its kind.")),
        Optional("name", Text("Its name.")),
        Optional("namespace", Text("Its namespace.")),
        Optional("uid", Text("Its uid.")),
        Optional("resourceVersion", Text("Its revision.")),
        Optional("fieldPath", Text("A part of it.")));
}
