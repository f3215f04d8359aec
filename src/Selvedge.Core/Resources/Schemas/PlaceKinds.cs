using System.Text.Json.Nodes;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>The kinds that say whose machines stand where.</summary>
internal static class PlaceKinds
{
    /// <summary>A million an hour: whatever the currency, no location costs as much.</summary>
    private const double PriceMax = 1e6;

    /// <summary>A thousand million requests a second: no location serves as many.</summary>
    private const double RequestsMax = 1e9;

    public static ResourceKind Provider { get; } = new()
    {
        Group = ResourceNames.Group,
        Kind = "Provider",
        Plural = "providers",
        Singular = "provider",
        Categories = ["selvedge"],
        Schema = CommonSchemas.Document(
            "A company whose machines and networks are used.",
            Optional("spec", Fields("What the operator says of it.",
                Optional("displayName", Text("Its name for people.", orElse: "").UpTo(200)),
                Optional("bgp", Fields("Whether own addresses may be announced there.",
                    Optional("allowed", Truth("Whether it speaks BGP with customers.", false)),
                    Optional("letters", List("The letters of authority that it has accepted.", Fields("One letter.",
                        Required("prefix", Text("What it may announce; longer prefixes are covered.", TextFormat.Cidr)),
                        Optional("validUntil", Text(
                            "The last day, for example 2027-12-31; else without end.", orElse: "").UpTo(10))))
                        .Sized(0, 1000)))),
                Optional("scrubbing", Fields("What it filters of attacks before they arrive.",
                    Required("layers", Set("The layers that it covers.", Whole("3, 4 or 7.", 3, 7)).Sized(1, 3)),
                    Optional("gigabitsPerSecond", Number("How much it takes, in Gbit/s; else not known.", 0, 1e6)),
                    Optional("alwaysOn", Truth(
                        "Whether it filters all the time; else only once it has seen an attack.", false))))))),
        Check = AddressChecks.CheckProvider,
        Columns =
        [
            Columns.Value("Display Name", "Its name for people.", 0, "spec", "displayName"),
            CommonSchemas.Age,
        ],
    };

    public static ResourceKind Location { get; } = new()
    {
        Group = ResourceNames.Group,
        Kind = "Location",
        Plural = "locations",
        Singular = "location",
        ShortNames = ["loc"],
        Categories = ["selvedge"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "A place where nodes run.",
            Required("spec", Fields("What the operator says of it.",
                Required("provider", Text("The name of the Provider whose machines these are.", TextFormat.Name)),
                Optional("city", Text("For people, for example Frankfurt.", orElse: "").UpTo(200)),
                Required("country", Text(
                    "ISO 3166-1 alpha-2 in capitals. Region and continent follow from it.", TextFormat.Country)),
                Required("coordinates", Fields("Where on Earth, in degrees on WGS 84.",
                    Required("latitude", Number("-90 to 90, north is positive.", -90, 90)),
                    Required("longitude", Number("-180 to 180, east is positive.", -180, 180)))),
                Optional("pricePerHour", Number(
                    "What being placed here costs an hour, in the currency of all prices; else 0.", 0, PriceMax)),
                Optional("requestsPerSecondMax", Number(
                    "Requests a second that can be served here, for placement; else no limit.", 1, RequestsMax)),
                Optional("drained", Truth("True: the place is taken out of service gracefully.", false)),
                Optional("drainReason", Text("Why it is drained; shown to people.", orElse: "")
                    .UpTo(1000)))),
            Optional("status", Fields("How the place is; written by the control plane.",
                Optional("conditions", CommonSchemas.Conditions)).Opened())),
        Check = MetadataChecks.CheckLabel,
        Columns =
        [
            Columns.Value("Provider", "Whose machines these are.", 0, "spec", "provider"),
            Columns.Value("City", "Where.", 0, "spec", "city"),
            Columns.Value("Country", "Where.", 0, "spec", "country"),
            new PrinterColumn("Drained", "string", 0, "Whether it is taken out of service, and why.",
                static (document, _) => Drained(document)),
            new PrinterColumn("Coordinates", "string", 1, "Latitude and longitude.", static (document, _) =>
                $"{JsonRead.At(document, "spec", "coordinates", "latitude")}," +
                $"{JsonRead.At(document, "spec", "coordinates", "longitude")}"),
            Columns.Value("Price", "What being placed here costs an hour.", 1, "spec", "pricePerHour"),
            CommonSchemas.Age,
        ],
    };

    private static string Drained(JsonObject document) =>
        !JsonRead.IsTrue(document, "spec", "drained") ? "No"
        : JsonRead.Text(document, "spec", "drainReason") is { Length: > 0 } reason ? $"Yes: {reason}"
        : "Yes";
}
