using System.Globalization;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Console.Model;

/// <summary>Reads the API's documents. What is missing or of another type reads as empty, so that a newer or older
/// control plane still gives a picture; only a document without a name is refused.</summary>
internal static class ApiJson
{
    /// <summary>Reads a Site.</summary>
    public static bool TryReadSite(JsonElement document, out SiteView site)
    {
        var (space, name) = NameOf(document);
        var (_, reason, message) = ConditionOf(document, "Ready");
        site = new SiteView(
            new SiteId(space.Length == 0 ? "default" : space, name),
            [.. Items(Member(document, "spec", "hostnames")).Select(Text).Where(text => text.Length > 0)],
            [.. Items(Member(document, "status", "verdicts")).Select(ReadVerdict)
                .Where(verdict => verdict.Location.Length > 0)
                .OrderBy(verdict => verdict.Location, StringComparer.Ordinal)],
            reason,
            message);
        return name.Length > 0;
    }

    /// <summary>Reads a Location.</summary>
    public static bool TryReadLocation(JsonElement document, out LocationView location)
    {
        var name = NameOf(document).Name;
        var latitude = Number(Member(document, "spec", "coordinates", "latitude"));
        var longitude = Number(Member(document, "spec", "coordinates", "longitude"));
        var onEarth = latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180;
        location = new LocationView(
            name,
            Text(Member(document, "spec", "city")),
            Text(Member(document, "spec", "country")),
            onEarth ? new Coordinates { Latitude = latitude!.Value, Longitude = longitude!.Value } : null,
            Truth(Member(document, "spec", "drained")) ?? false,
            Text(Member(document, "spec", "drainReason")));
        return name.Length > 0;
    }

    /// <summary>Reads a Node.</summary>
    public static bool TryReadNode(JsonElement document, out NodeView node)
    {
        var name = NameOf(document).Name;
        var (status, reason, message) = ConditionOf(document, "Ready");
        node = new NodeView(
            name,
            Text(Member(document, "spec", "location")),
            Truth(Member(document, "spec", "drained")) ?? false,
            status.Length == 0 ? null : status == "True",
            reason,
            message,
            Text(Member(document, "status", "version")),
            Whole(Member(document, "status", "snapshotEpoch")),
            Whole(Member(document, "status", "verdictEpoch")),
            Whole(Member(document, "status", "purgeSequence")),
            Time(Member(document, "status", "lastSeen")))
        {
            Network = NetworkJson.ReadReport(Member(document, "status", "network")),
        };
        return name.Length > 0;
    }

    /// <summary>Reads an Event.</summary>
    /// <param name="document">core/v1.</param>
    /// <param name="at">When it arrived, for an event that does not say when it happened.</param>
    /// <param name="happened">The event.</param>
    public static bool TryReadEvent(JsonElement document, DateTimeOffset at, out EventView happened)
    {
        var (space, name) = NameOf(document);
        var about = Member(document, "involvedObject");
        var subjectSpace = Text(Member(about, "namespace"));
        var subject = Text(Member(about, "name"));
        var kind = Text(Member(about, "kind"));
        happened = new EventView(
            $"{space}/{name}",
            Time(Member(document, "lastTimestamp")) ?? Time(Member(document, "eventTime"))
                ?? Time(Member(document, "firstTimestamp"))
                ?? Time(Member(document, "metadata", "creationTimestamp")) ?? at,
            Text(Member(document, "type")) == "Warning",
            Text(Member(document, "reason")),
            Text(Member(document, "message")),
            kind,
            kind == "Site" && subjectSpace.Length > 0 ? $"{subjectSpace}/{subject}" : subject,
            Math.Max(1, Whole(Member(document, "count"))),
            Seen: false);
        return name.Length > 0;
    }

    /// <summary>The member at a path; undefined where any step is missing.</summary>
    public static JsonElement Member(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
            {
                return default;
            }
        }

        return element;
    }

    /// <summary>The text; empty where it is none.</summary>
    public static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() ?? "" : "";

    /// <summary>The items; none where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>Namespace and name.</summary>
    public static (string Namespace, string Name) NameOf(JsonElement document) =>
        (Text(Member(document, "metadata", "namespace")), Text(Member(document, "metadata", "name")));

    /// <summary>A condition of a type; empty where there is none.</summary>
    public static (string Status, string Reason, string Message) ConditionOf(JsonElement document, string type)
    {
        var condition = Items(Member(document, "status", "conditions"))
            .FirstOrDefault(one => Text(Member(one, "type")) == type);
        return (
            Text(Member(condition, "status")),
            Text(Member(condition, "reason")),
            Text(Member(condition, "message")));
    }

    /// <summary>True or false; null where it is neither.</summary>
    public static bool? Truth(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The number; null where it is none.</summary>
    public static double? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) ? number : null;

    /// <summary>The whole number; 0 where it is none.</summary>
    public static long Whole(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) ? number : 0;

    /// <summary>The instant; null where it is none.</summary>
    public static DateTimeOffset? Time(JsonElement element) =>
        DateTimeOffset.TryParse(
            Text(element), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static VerdictView ReadVerdict(JsonElement verdict) => new(
        Text(Member(verdict, "location")),
        Truth(Member(verdict, "serviceable")) ?? false,
        ReadHeld(Member(verdict, "held")),
        Whole(Member(verdict, "epoch")),
        [.. Items(Member(verdict, "nodes")).Select(Text).Where(text => text.Length > 0)],
        [.. Items(Member(verdict, "shut")).Select(ReadGate)]);

    private static string? ReadHeld(JsonElement held) =>
        held.ValueKind == JsonValueKind.True ? "Held" : Text(held) is { Length: > 0 } reason ? reason : null;

    private static GateView ReadGate(JsonElement gate)
    {
        var name = Text(Member(gate, "gate"));
        var known = Enum.TryParse<Gate>(name, ignoreCase: true, out var which) && Enum.IsDefined(which);
        return new GateView(
            known ? which : null,
            known ? which.ToString() : name,
            Text(Member(gate, "reason")),
            Text(Member(gate, "detail")),
            Time(Member(gate, "since")));
    }
}
