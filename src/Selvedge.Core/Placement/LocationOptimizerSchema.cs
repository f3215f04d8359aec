using Selvedge.Core.Resources.Schemas;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Placement;

/// <summary>The form of <c>data.strategy</c>.</summary>
internal static class LocationOptimizerSchema
{
    /// <summary>As many places as a network has at most, and more.</summary>
    public const int LocationsMax = 1_000;

    /// <summary>A thousand million requests a second: no network serves as many.</summary>
    private const double UsageMax = 1e9;

    private const int LabelLengthMax = 400;

    public static Schema Strategy { get; } = Fields(
        "Where workloads run.",
        Required("strategy", OneOf("The algorithm.", null, "SolverServiceV1")),
        Optional("params", Fields(
            "What it is asked for.",
            Optional("policy", OneOf("How places follow demand.", "dynamic", "dynamic", "static", "everywhere")),
            Optional("mustInclude", Selectors("Of each entry at least one location that fits is placed.")
                .Sized(0, PlacementConstraints.MustIncludeMax)),
            Optional("mustNotInclude", Selectors("No location that fits an entry is placed.")
                .Sized(0, PlacementConstraints.MustIncludeMax)),
            Optional("minimumLocations", Whole("At least so many locations.", 1, LocationsMax, 2)),
            Optional("maximumLocations", Whole("At most so many locations.", 1, LocationsMax, 5)),
            Optional("minimumUsagePerLocation", Number(
                "Requests a second that make a location beyond the minimum worth it.", 0, UsageMax)))));

    private static Schema Selectors(string description) => List(description, Fields(
        "Locations by what they are; all members that are given have to fit.",
        Optional("location", Text("The name of a Location.", TextFormat.Name)),
        Optional("city", Text("The city, as the Location's document writes it.").UpTo(100)),
        Optional("country", Text("ISO 3166-1 alpha-2 in capitals.", TextFormat.Country)),
        Optional("region", Text("A country, EU, a continent by name or a sub-region such as western-europe.")
            .UpTo(100)),
        Optional("continent", OneOf("The continent's code.", null, "AF", "AN", "AS", "EU", "NA", "OC", "SA")),
        Optional("provider", Text("The name of a Provider.", TextFormat.Name)),
        Optional("label", Text("key=value, or key for any value.").UpTo(LabelLengthMax)
            .Matching("[^=]+(=[^=]*)?"))));
}
