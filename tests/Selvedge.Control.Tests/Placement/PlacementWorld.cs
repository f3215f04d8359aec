using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Control.Placement;
using Selvedge.Control.Tests.Compile;
using Selvedge.Core.Geography;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Tests.Placement;

/// <summary>Three places, one site that follows the plan, and clients.</summary>
internal static class PlacementWorld
{
    public static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly SiteId Shop = new("default", "shop");

    public static readonly string Germany = Geohash.Of(new Coordinates { Latitude = 50.1, Longitude = 8.7 });

    public static readonly string Australia = Geohash.Of(new Coordinates { Latitude = -33.9, Longitude = 151.2 });

    private static readonly string[] Places = ["fra", "nyc", "syd"];

    public static NetworkDocuments Network(params Site[] sites)
    {
        var documents = NetworkScene.ThreePlaces(sites.Length == 0 ? [NetworkScene.Shop()] : sites);
        return documents with
        {
            Locations = documents.Locations
                .SetItem("fra", At(documents, "fra", 50.1, 8.7))
                .SetItem("nyc", At(documents, "nyc", 40.7, -74))
                .SetItem("syd", At(documents, "syd", -33.9, 151.2)),
            ConfigMaps = documents.ConfigMaps.Add(new SiteId("default", LocationOptimizer.Name), Map()),
        };
    }

    public static ConfigMap Map(string parameters = """{"minimumLocations":1,"minimumUsagePerLocation":1}""") => new()
    {
        Metadata = new ObjectMeta { Name = LocationOptimizer.Name, Namespace = "default", Uid = "map" },
        Data = ImmutableDictionary<string, string>.Empty.Add(
            LocationOptimizer.Key, $$"""{"strategy":"SolverServiceV1","params":{{parameters}}}"""),
    };

    public static NetworkDocuments Planned(
        this NetworkDocuments documents, string[] locations, string[]? leaving = null, DateTimeOffset? since = null) =>
        documents with
        {
            Plans = documents.Plans.SetItem("default", new StoredPlan
            {
                Spec = new StoredPlanSpec
                {
                    Locations = [.. locations],
                    Leaving = [.. leaving ?? []],
                    History =
                    [
                        .. documents.Locations.Keys.Select(location => new PlaceHistory(
                            location, locations.Contains(location), since ?? Noon.AddDays(-1))),
                    ],
                },
            }),
        };

    public static PlacementScene Scene(this NetworkDocuments documents, params string[] silent) =>
        new(documents, "default", silent.ToHashSet(StringComparer.Ordinal), new PlacementOptions());

    public static DemandReading Demand(params (string Region, double Requests)[] regions) => new(
        [.. regions.Select(region => new RegionDemand(region.Region, region.Requests))], TimeSpan.FromMinutes(30));

    public static PlanDraft Plan(
        this PlacementScene scene, DemandReading demand, ConfigMap? map = null, string? without = null) =>
        PlanDraft.Make(scene, map ?? Map(), _ => demand, Noon, new Random(1), Steps, without);

    /// <summary>A table in which the shop is serviceable at some places and nowhere else.</summary>
    public static VerdictTable Serving(params string[] locations) => new(1, Noon,
    [
        .. Places.Select(location => locations.Contains(location)
            ? new Verdict(Shop, location, true, [$"{location}-1"], [])
            : new Verdict(Shop, location, false, [], [new ShutGate(Gate.Ready, "NotProbedYet", "", Noon)])),
    ]);

    private static Func<bool> Steps()
    {
        var taken = 0;
        return () => taken++ < 1_000;
    }

    private static Location At(NetworkDocuments documents, string name, double latitude, double longitude)
    {
        var location = documents.Locations[name];
        return location with
        {
            Spec = location.Spec with
            {
                Coordinates = new Coordinates { Latitude = latitude, Longitude = longitude },
                PricePerHour = 1,
            },
        };
    }
}
