using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Prefix</c>.</summary>
internal static class PrefixKind
{
    /// <summary>Sites that one prefix carries; a larger network has several prefixes.</summary>
    private const int SitesMax = 1000;

    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Prefix",
        Plural = "prefixes",
        Singular = "prefix",
        Categories = ["selvedge"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "Addresses that are announced to the Internet as one, where their sites can be served.",
            Required("spec", Fields("What the operator wants.",
                Optional("prefix", Text(
                    "For example 192.0.2.0/24. Left out where from is written: the first that is free.",
                    TextFormat.Cidr)),
                Optional("from", Text("The Aggregate that it is taken from.", TextFormat.Name)),
                Optional("length", Whole("How long the prefix taken is.", 1, 128)),
                Optional("role", OneOf(
                    "What it is for: the same at many locations, of one location, or announced nowhere.", "Anycast",
                    [.. Enum.GetNames<PrefixRole>()])),
                Required("origin", AddressKinds.AsnNumber("The AS number that it is announced from.")),
                Optional("sites", Set(
                    "Sites that are reached through it, name or namespace/name: it is announced where all of them are "
                    + "serviceable. None: where nodes run.", Text("A site.").UpTo(320)).Sized(0, SitesMax)),
                Optional("keepAtLeast", Whole(
                    "At so many locations it stays announced, whatever their verdicts.", 1, 1000, 1)),
                Optional("locations", Set(
                    "Where it may be announced. None: wherever there is a peer for it.",
                    Text("A Location.", TextFormat.Name))))),
            Optional("status", Fields("How it is announced; written by the control plane.",
                Optional("live", Truth("Whether some neighbour is told of it: only then does DNS name its addresses.")),
                Optional("announcedAt", Set("Where it is announced.", Text("A Location."))),
                Optional("allowedAt", Set("Where it may be announced.", Text("A Location."))),
                Optional("addresses", Whole("Addresses that are taken of it.", 0, int.MaxValue)),
                Optional("conditions", CommonSchemas.Conditions)).Opened())),
        Columns =
        [
            Columns.Value("Prefix", "The addresses.", 0, "spec", "prefix"),
            new PrinterColumn("Role", "string", 0, "What it is for.", static (document, _) =>
                JsonRead.Text(document, "spec", "role") ?? nameof(PrefixRole.Anycast)),
            Columns.Value("Origin", "The AS number that it is announced from.", 0, "spec", "origin"),
            Columns.List("Sites", "What is reached through it.", 0, "spec", "sites"),
            new PrinterColumn("Announced", "string", 0, "Locations that announce it, of those that may.",
                static (document, _) => Count(document)),
            Columns.List("Announced At", "Where it is announced.", 1, "status", "announcedAt"),
            CommonSchemas.Age,
        ],
        Check = AddressChecks.CheckPrefix,
    };

    private static string Count(JsonObject document) => FormattableString.Invariant(
        $"{JsonRead.Items(document, "status", "announcedAt").Count()}/")
        + FormattableString.Invariant($"{JsonRead.Items(document, "status", "allowedAt").Count()}");
}
