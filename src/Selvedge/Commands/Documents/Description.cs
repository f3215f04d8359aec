using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Serviceability;

namespace Selvedge.Commands.Documents;

/// <summary>One document as text for people.</summary>
/// <param name="output">Where to.</param>
/// <param name="paint">For states.</param>
/// <param name="now">For ages.</param>
internal sealed class Description(TextWriter output, Paint paint, DateTimeOffset now)
{
    /// <summary>The newest are enough: <c>selvedge events</c> shows all.</summary>
    private const int EventsShownMax = 10;

    private const int NameWidth = 12;

    /// <summary>So many places fit beside each other into 80 columns, names of eight letters.</summary>
    private const int PlacesBesideMax = 6;

    /// <summary>Writes it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="document">The document.</param>
    /// <param name="events">What happened to it, in any order.</param>
    public void Write(ResourceKind kind, JsonObject document, IReadOnlyCollection<JsonObject> events)
    {
        Head(kind, document);
        if (document["spec"] is { } spec)
        {
            Yaml("Spec", spec);
        }
        else
        {
            Rest(kind, document);
        }

        switch (kind.Kind)
        {
            case "Site":
                Gates(document);
                break;
            case "Node":
                Refusals(document);
                break;
            default:
                OtherStatus(document);
                break;
        }

        Events(events);
    }

    private void Head(ResourceKind kind, JsonObject document)
    {
        var space = JsonRead.Text(document, "metadata", "namespace");
        var name = JsonRead.Text(document, "metadata", "name") ?? "";
        Field(kind.Kind, space is null ? name : $"{space}/{name}");
        if (Spans.TryMoment(JsonRead.Text(document, "metadata", "creationTimestamp"), out var created))
        {
            Field("Created", $"{Spans.Moment(created)}, {Spans.Age(now - created)} ago");
        }

        if (JsonRead.Whole(document, "metadata", "generation") is { } generation)
        {
            var observed = JsonRead.Whole(document, "status", "observedGeneration");
            Field("Generation", observed is null || observed == generation
                ? FormattableString.Invariant($"{generation}")
                : FormattableString.Invariant($"{generation}; the status is of {observed} still"));
        }

        Pairs("Labels", JsonRead.At(document, "metadata", "labels"));
        Pairs("Annotations", JsonRead.At(document, "metadata", "annotations"));
        foreach (var (_, condition) in JsonRead.Items(document, "status", "conditions"))
        {
            var since = Spans.TryMoment(JsonRead.Text(condition, "lastTransitionTime"), out var moment)
                ? $", for {Spans.Age(now - moment)}"
                : "";
            Field(
                JsonRead.Text(condition, "type") ?? "",
                $"{JsonRead.Text(condition, "status")}{since}: {JsonRead.Text(condition, "message")}");
        }

        if (kind.Kind == "Node")
        {
            NodeFields(document);
        }
    }

    private void NodeFields(JsonObject document)
    {
        var epoch = JsonRead.Whole(document, "status", "snapshotEpoch");
        var wanted = JsonRead.Whole(document, "status", "wantedEpoch");
        if (epoch is null)
        {
            Field("Status", "The node has not reported yet.");
            return;
        }

        Field("Snapshot", FormattableString.Invariant($"epoch {epoch}{(wanted is null ? "" : $", wanted {wanted}")}"));
        Field("Verdicts", FormattableString.Invariant($"epoch {JsonRead.Whole(document, "status", "verdictEpoch")}"));
        Field("Purges",
            FormattableString.Invariant($"all up to {JsonRead.Whole(document, "status", "purgeSequence")}"));
        Field("Version", JsonRead.Text(document, "status", "version") ?? "");
        if (Spans.TryMoment(JsonRead.Text(document, "status", "lastSeen"), out var seen))
        {
            var silent = JsonRead.Items(document, "status", "conditions")
                .Any(condition => JsonRead.Text(condition.Item, "reason") == "Silent");
            var age = Spans.Age(now - seen);
            Field(silent ? "Last seen" : "Speaks", silent ? $"{age} ago" : $"for {age}");
        }
    }

    private void Field(string name, string value) =>
        output.WriteLine($"{(name + " ").PadRight(NameWidth)} {paint.State(Table.Clean(value))}".TrimEnd());

    private void Pairs(string name, JsonNode? pairs)
    {
        if (pairs is JsonObject { Count: > 0 } members)
        {
            Field(name, string.Join(", ", members.Select(member => $"{member.Key}={JsonRead.Text(member.Value)}")));
        }
    }

    private void Title(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
    }

    private void Yaml(string title, JsonNode value)
    {
        Title(title);
        foreach (var line in YamlWriter.Write(value).TrimEnd('\n').Split('\n'))
        {
            output.WriteLine(line.Length == 0 ? "" : $"  {line}");
        }
    }

    // What Kubernetes keeps beside a spec. A secret's values are nobody's to look over a shoulder.
    private void Rest(ResourceKind kind, JsonObject document)
    {
        var rest = document.DeepClone().AsObject();
        foreach (var member in new[] { "apiVersion", "kind", "metadata", "status" })
        {
            rest.Remove(member);
        }

        foreach (var (name, value) in rest.ToList())
        {
            if (kind.Kind == "Secret" && value is JsonObject values && name is "data" or "stringData")
            {
                rest[name] = new JsonObject(((JsonObject)value!).Select(pair => KeyValuePair.Create(
                    pair.Key, (JsonNode?)$"{JsonRead.Text(pair.Value)?.Length ?? 0} characters, not shown")));
            }
        }

        if (rest.Count > 0)
        {
            Yaml("Content", rest);
        }
    }

    private void Gates(JsonObject document)
    {
        var verdicts = JsonRead.Items(document, "status", "verdicts").Select(entry => entry.Item).ToList();
        Title("Gates");
        if (verdicts.Count == 0)
        {
            output.WriteLine("  There is no verdict yet: no location, or the control plane has just begun.");
            return;
        }

        var shut = new Table("Location", "Gate", "Reason", "Since", "Detail");
        var places = verdicts.Select(verdict => Closed(verdict, shut)).ToList();
        foreach (var some in places.Chunk(PlacesBesideMax))
        {
            Matrix(some);
        }

        if (shut.Count > 0)
        {
            Title("Shut");
            shut.WriteTo(output, paint, 2);
        }
    }

    // Gates stand below each other, places beside each other: so it fits a small terminal.
    private void Matrix(IReadOnlyList<(string Location, string State, HashSet<string> Shut)> places)
    {
        var matrix = new Table(["Gate", .. places.Select(place => place.Location)]);
        foreach (var gate in Enum.GetNames<Gate>())
        {
            var states = places.Select(place => place.Shut.Contains(gate) ? "shut" : "open");
            matrix.Add([gate.ToLowerInvariant(), .. states]);
        }

        matrix.Add(["serviceable", .. places.Select(place => place.State)]);
        matrix.WriteTo(output, paint, 2);
    }

    private (string Location, string State, HashSet<string> Shut) Closed(JsonNode? verdict, Table shut)
    {
        var location = JsonRead.Text(verdict, "location") ?? "";
        var closed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (_, why) in JsonRead.Items(verdict, "shut"))
        {
            var gate = JsonRead.Text(why, "gate") ?? "";
            closed.Add(gate);
            shut.Add(
                location, gate.ToLowerInvariant(), JsonRead.Text(why, "reason") ?? "",
                Spans.TryMoment(JsonRead.Text(why, "since"), out var since) ? $"{Spans.Age(now - since)} ago" : "",
                JsonRead.Text(why, "detail") ?? "");
        }

        var state = JsonRead.Text(verdict, "held") is { } held ? $"held ({held})"
            : JsonRead.IsTrue(verdict, "serviceable") ? "yes"
            : "no";
        return (location, state, closed);
    }

    private void Refusals(JsonObject document)
    {
        var refusals = JsonRead.Items(document, "status", "refusals").Select(entry => entry.Item).ToList();
        if (refusals.Count == 0)
        {
            return;
        }

        Title("Refused, the last good content stays in force");
        var table = new Table("Section", "Reason");
        foreach (var refusal in refusals)
        {
            table.Add(JsonRead.Text(refusal, "key") ?? "", JsonRead.Text(refusal, "reason") ?? "");
        }

        table.WriteTo(output, paint, 2);
    }

    private void OtherStatus(JsonObject document)
    {
        if (document["status"]?.DeepClone() is JsonObject status)
        {
            status.Remove("conditions");
            status.Remove("observedGeneration");
            foreach (var (name, _) in status.Where(member => IsEmpty(member.Value)).ToList())
            {
                status.Remove(name);
            }

            if (status.Count > 0)
            {
                Yaml("Status", status);
            }
        }
    }

    private static bool IsEmpty(JsonNode? value) =>
        value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || JsonRead.Text(value) is { Length: 0 };

    private void Events(IReadOnlyCollection<JsonObject> events)
    {
        Title("Events");
        if (events.Count == 0)
        {
            output.WriteLine("  None.");
            return;
        }

        var table = new Table("Age", "Type", "Reason", "Message");
        var newest = events
            .Select(item => (Item: item, At: JsonRead.Text(item, "lastTimestamp")
                ?? JsonRead.Text(item, "metadata", "creationTimestamp") ?? ""))
            .OrderBy(entry => entry.At, StringComparer.Ordinal)
            .ThenBy(entry => Revisions.Of(entry.Item))
            .TakeLast(EventsShownMax);
        foreach (var (item, at) in newest)
        {
            table.Add(
                Spans.TryMoment(at, out var moment) ? Spans.Age(now - moment) : "",
                JsonRead.Text(item, "type") ?? "", JsonRead.Text(item, "reason") ?? "",
                JsonRead.Text(item, "message") ?? "");
        }

        table.WriteTo(output, paint, 2);
    }
}
