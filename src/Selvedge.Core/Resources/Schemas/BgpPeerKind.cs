using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 BgpPeer</c>.</summary>
internal static class BgpPeerKind
{
    /// <summary>The whole table of the Internet is about a million routes.</summary>
    private const int PrefixesMax = 5_000_000;

    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "BgpPeer",
        Plural = "bgppeers",
        Singular = "bgppeer",
        ShortNames = ["peer"],
        Categories = ["selvedge"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "A BGP neighbour (RFC 4271) of the nodes of a location.",
            Required("spec", Fields("What the operator wants.",
                Required("location", Text("The Location whose nodes speak to it.", TextFormat.Name)),
                Optional("node", Text("The only Node that speaks to it; else all of the location.", TextFormat.Name)),
                Required("address", Text("The neighbour's address.", TextFormat.Ip)),
                Required("peerAsn", AddressKinds.AsnNumber("The neighbour's AS number.")),
                Required("localAsn", AddressKinds.AsnNumber("The AS number that the nodes speak as.")),
                Optional("bfd", Fields("How a dead path is found out (RFC 5880); else by the hold time alone.",
                    Optional("interval", Duration("Between packets, either way.", "100ms", "10ms", "60s")),
                    Optional("multiplier", Whole("So many missed in a row are a dead path.", 2, 255, 3)))),
                Optional("secret", Text(
                    "The Secret of the namespace selvedge-system whose entry password signs the session (RFC 2385).",
                    TextFormat.Name)),
                Optional("holdTime", Duration("When a silent neighbour is given up.", "9s", "3s", "1h")),
                Optional("gracefulRestart", Truth(
                    "Whether routes are kept while a session restarts (RFC 4724).", false)),
                Optional("prefixesMax", Whole(
                    "Routes accepted before the session is shut for a while.", 1, PrefixesMax, 1000)),
                Optional("accept", Set("Prefixes accepted from it. None: nothing is.",
                    Text("For example 0.0.0.0/0.", TextFormat.Cidr)).Sized(0, 1000)),
                Optional("prepend", Whole("How often the own AS number is prepended.", 0, 10, 0)),
                Optional("med", Whole("The multi-exit discriminator.", 0, uint.MaxValue)),
                Optional("communities", Set("On what is announced: 64500:100, or 64500:1:2 for a large one.",
                    Text("A community.").Matching("[0-9]{1,10}(:[0-9]{1,10}){1,2}")).Sized(0, 32)),
                Optional("localPreference", Whole("Of what is accepted.", 0, uint.MaxValue, 100)),
                Optional("rpkiCaches", Set("Caches of validated ROA payloads (RFC 8210), address:port.",
                    Text("For example 192.0.2.1:8282.").UpTo(64)).Sized(0, 4)),
                Optional("flowSpec", Truth("Whether it takes flow specifications (RFC 8955).", false)),
                Optional("blackhole", Truth("Whether it honours BLACKHOLE (RFC 7999).", false)))),
            Optional("status", Fields("How its sessions are; written by the control plane.",
                Optional("sessions", List("One a node that speaks to it.", Fields("One session.",
                    Optional("node", Text("The node.")),
                    Optional("state", Text("Established, Active, Idle, ...; Silent, Off.")),
                    Optional("detail", Text("What is wrong.")),
                    Optional("received", Whole("Routes accepted.", 0, int.MaxValue)),
                    Optional("announced", Whole("Routes announced.", 0, int.MaxValue))).Opened()))).Opened())),
        Columns =
        [
            Columns.Value("Location", "Whose nodes speak to it.", 0, "spec", "location"),
            Columns.Value("Address", "The neighbour's.", 0, "spec", "address"),
            Columns.Value("AS", "The neighbour's AS number.", 0, "spec", "peerAsn"),
            new PrinterColumn("Sessions", "string", 0, "Established ones, of all.",
                static (document, _) => Sessions(document)),
            new PrinterColumn("Announced", "string", 0, "Routes announced, by all sessions.",
                static (document, _) => Sum(document, "announced")),
            new PrinterColumn("Detail", "string", 0, "What is wrong.", static (document, _) => Detail(document)),
            Columns.Value("Local AS", "What the nodes speak as.", 1, "spec", "localAsn"),
            new PrinterColumn("Received", "string", 1, "Routes accepted, by all sessions.",
                static (document, _) => Sum(document, "received")),
            CommonSchemas.Age,
        ],
        Check = AddressChecks.CheckPeer,
    };

    private static string Sessions(JsonObject document)
    {
        var states = JsonRead.Items(document, "status", "sessions")
            .Select(entry => JsonRead.Text(entry.Item, "state")).ToList();
        return FormattableString.Invariant($"{states.Count(state => state == "Established")}/{states.Count}");
    }

    private static string Sum(JsonObject document, string member) => FormattableString.Invariant(
        $"{JsonRead.Items(document, "status", "sessions").Sum(entry => JsonRead.Whole(entry.Item, member) ?? 0)}");

    private static string Detail(JsonObject document) => JsonRead.Items(document, "status", "sessions")
        .Where(entry => JsonRead.Text(entry.Item, "detail") is { Length: > 0 })
        .Select(entry => $"{JsonRead.Text(entry.Item, "node")}: {JsonRead.Text(entry.Item, "detail")}")
        .FirstOrDefault("<none>");
}
