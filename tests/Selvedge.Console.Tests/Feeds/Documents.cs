using System.Globalization;
using System.Text.Json.Nodes;

namespace Selvedge.Console.Tests.Feeds;

/// <summary>Documents as the API sends them.</summary>
internal static class Documents
{
    public const string Sites = "/apis/selvedge.dev/v1/sites";
    public const string Locations = "/apis/selvedge.dev/v1/locations";
    public const string Nodes = "/apis/selvedge.dev/v1/nodes";
    public const string Events = "/api/v1/events";
    public const string Prefixes = "/apis/selvedge.dev/v1/prefixes";
    public const string Announcements = "/apis/selvedge.dev/v1/announcements";
    public const string Peers = "/apis/selvedge.dev/v1/bgppeers";
    public const string Aggregates = "/apis/selvedge.dev/v1/aggregates";

    public static JsonObject Location(
        string name, string city, string country, double latitude, double longitude, bool drained = false) => new()
        {
            ["apiVersion"] = "selvedge.dev/v1",
            ["kind"] = "Location",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["city"] = city,
                ["country"] = country,
                ["coordinates"] = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude },
                ["drained"] = drained,
            },
        };

    public static JsonObject Node(
        string name, string location, bool ready, DateTimeOffset seen, long epoch = 212, long verdicts = 4711) => new()
        {
            ["apiVersion"] = "selvedge.dev/v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["location"] = location },
            ["status"] = new JsonObject
            {
                ["epoch"] = epoch,
                ["verdictEpoch"] = verdicts,
                ["purgeSequence"] = 38,
                ["version"] = "0.1.0",
                ["lastSeen"] = Time(seen),
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = ready ? "True" : "False",
                    ["reason"] = ready ? "Reporting" : "Silent",
                    ["message"] = ready ? "" : "No status for 31 s.",
                    ["lastTransitionTime"] = Time(seen),
                }),
            },
        };

    public static JsonObject Site(string name, string hostnames, params JsonObject[] verdicts) => new()
    {
        ["apiVersion"] = "selvedge.dev/v1",
        ["kind"] = "Site",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["spec"] = new JsonObject
        {
            ["hostnames"] = new JsonArray([.. hostnames.Split(' ').Select(h => JsonValue.Create(h))]),
        },
        ["status"] = new JsonObject
        {
            ["verdicts"] = new JsonArray([.. verdicts.Select(verdict => verdict.DeepClone())]),
        },
    };

    public static JsonObject Open(string location, long epoch, params string[] nodes) => new()
    {
        ["location"] = location,
        ["serviceable"] = true,
        ["epoch"] = epoch,
        ["nodes"] = new JsonArray([.. nodes.Select(node => JsonValue.Create(node))]),
    };

    public static JsonObject Shut(string location, long epoch, params JsonObject[] gates) => new()
    {
        ["location"] = location,
        ["serviceable"] = false,
        ["epoch"] = epoch,
        ["nodes"] = new JsonArray(),
        ["shut"] = new JsonArray([.. gates.Select(gate => gate.DeepClone())]),
    };

    public static JsonObject Held(string location, long epoch, string held, string node, params JsonObject[] gates)
    {
        var verdict = Shut(location, epoch, gates);
        verdict["serviceable"] = true;
        verdict["held"] = held;
        verdict["nodes"] = new JsonArray(JsonValue.Create(node));
        return verdict;
    }

    public static JsonObject Gate(string gate, string reason, string detail, DateTimeOffset since) => new()
    {
        ["gate"] = gate,
        ["reason"] = reason,
        ["detail"] = detail,
        ["since"] = Time(since),
    };

    public static JsonObject Event(
        string name, string type, string reason, string message, string kind, string subject, DateTimeOffset at) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["lastTimestamp"] = Time(at),
            ["involvedObject"] = new JsonObject { ["kind"] = kind, ["name"] = subject, ["namespace"] = "default" },
        };

    private static string Time(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
