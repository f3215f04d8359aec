using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>The kinds that say which addresses and numbers the network has, and who may announce them.</summary>
internal static class AddressKinds
{
    /// <summary>The last one is reserved (RFC 7300).</summary>
    public const long AsnMax = 4_294_967_294;

    /// <summary>The longest IPv6 prefix.</summary>
    private const int LengthMax = 128;

    public static ResourceKind Aggregate { get; } = new()
    {
        Group = ResourceNames.Group,
        Kind = "Aggregate",
        Plural = "aggregates",
        Singular = "aggregate",
        ShortNames = ["agg"],
        Categories = ["selvedge"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "A block of addresses that the network holds from a registry; prefixes are cut from it.",
            Required("spec", Fields("What the operator says of it.",
                Required("prefix", Text("The block, for example 203.0.113.0/24.", TextFormat.Cidr)),
                Optional("registry", Text("The registry that gave it, for people.", orElse: "").UpTo(200)),
                Optional("description", Text("For people.", orElse: "").UpTo(1000)))),
            Optional("status", Fields("How much of it is used; written by the control plane.",
                Optional("prefixes", Whole("Prefixes that are cut from it.", 0, int.MaxValue)),
                Optional("used", Number("The share that they take, in percent.", 0, 100)),
                Optional("largestFree", Text("The largest prefix that is free.")))
                .Opened())),
        Columns =
        [
            Columns.Value("Prefix", "The block.", 0, "spec", "prefix"),
            Columns.Value("Registry", "Who gave it.", 0, "spec", "registry"),
            Columns.Value("Prefixes", "How many are cut from it.", 0, "status", "prefixes"),
            Columns.Value("Used", "The share that they take, in percent.", 0, "status", "used"),
            Columns.Value("Free", "The largest prefix that is free.", 0, "status", "largestFree"),
            CommonSchemas.Age,
        ],
    };

    public static ResourceKind Asn { get; } = new()
    {
        Group = ResourceNames.Group,
        Kind = "Asn",
        Plural = "asns",
        Singular = "asn",
        Categories = ["selvedge"],
        Schema = CommonSchemas.Document(
            "A number of an autonomous system (RFC 6793) that the network uses.",
            Required("spec", Fields("What the operator says of it.",
                Required("number", AsnNumber("The number.")),
                Optional("displayName", Text("Its name for people.", orElse: "").UpTo(200))))),
        Columns =
        [
            Columns.Value("Number", "The number.", 0, "spec", "number"),
            Columns.Value("Display Name", "Its name for people.", 0, "spec", "displayName"),
            CommonSchemas.Age,
        ],
    };

    public static ResourceKind Roa { get; } = new()
    {
        Group = ResourceNames.Group,
        Kind = "Roa",
        Plural = "roas",
        Singular = "roa",
        Categories = ["selvedge"],
        Schema = CommonSchemas.Document(
            "A route origin authorization (RFC 9582) that the network has published: who may announce what.",
            Required("spec", Fields("What is published.",
                Required("prefix", Text("What may be announced.", TextFormat.Cidr)),
                Optional("maxLength", Whole(
                    "The longest prefix that may be announced; 0: the prefix as it is.", 0, LengthMax, 0)),
                Required("origin", AsnNumber("The AS number that may announce it."))))),
        Columns =
        [
            Columns.Value("Prefix", "What may be announced.", 0, "spec", "prefix"),
            Columns.Value("Max Length", "The longest prefix.", 0, "spec", "maxLength"),
            Columns.Value("Origin", "Who may announce it.", 0, "spec", "origin"),
            CommonSchemas.Age,
        ],
        Check = AddressChecks.CheckRoa,
    };

    public static ResourceKind IpAddress { get; } = new()
    {
        Group = ResourceNames.Group,
        Kind = "IpAddress",
        Plural = "ipaddresses",
        Singular = "ipaddress",
        ShortNames = ["ip"],
        Categories = ["selvedge"],
        Schema = CommonSchemas.Document(
            "One address of the network, and what it is for.",
            Required("spec", Fields("What the operator wants.",
                Optional("address", Text(
                    "The address. Left out where from is written: the first that is free.", TextFormat.Ip)),
                Optional("from", Text("The Prefix that it is taken from.", TextFormat.Name)),
                Optional("site", Text(
                    "The site that is reached at it, name or namespace/name. In an anycast prefix every node "
                        + "answers at "
                    + "it, and DNS names it instead of the nodes' addresses.").UpTo(320)),
                Optional("description", Text("For people.", orElse: "").UpTo(1000))))),
        Columns =
        [
            Columns.Value("Address", "The address.", 0, "spec", "address"),
            Columns.Value("Site", "The site that is reached at it.", 0, "spec", "site"),
            Columns.Value("Description", "For people.", 0, "spec", "description"),
            CommonSchemas.Age,
        ],
        Check = AddressChecks.CheckAddress,
    };

    /// <summary>A number of an autonomous system.</summary>
    public static Schema AsnNumber(string description) => Whole(description, 1, AsnMax);
}
