using System.Collections.Immutable;
using CsCheck;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Placement;

/// <summary>Problems in which every set of locations can be tried.</summary>
internal static class SmallProblems
{
    /// <summary>The moment of every plan.</summary>
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private const int StepsMax = 1_500;

    private static readonly (string Country, double Latitude, double Longitude)[] Places =
        [("DE", 50.1, 8.7), ("FR", 48.9, 2.3), ("US", 40.7, -74.0), ("BR", -23.5, -46.6), ("JP", 35.7, 139.7)];

    private static readonly Gen<PlaceSelector> GenSelector = Gen.OneOf(
        Gen.Int[0, 5].Select(index => new PlaceSelector { Location = $"l{index}" }),
        Gen.OneOf("DE", "US", "AU").Select(country => new PlaceSelector { Country = country }),
        Gen.OneOf("europe", "EU", "asia").Select(region => new PlaceSelector { Region = region }),
        Gen.OneOf("EU", "NA", "SA").Select(continent => new PlaceSelector { Continent = continent }),
        Gen.OneOf("acme", "other").Select(provider => new PlaceSelector { Provider = provider }));

    private static readonly Gen<PlacementConstraints> GenConstraints =
        from include in GenSelector.Array[0, 2]
        from exclude in GenSelector.Array[0, 2]
        from compliance in Gen.Frequency(
            (2, Gen.Const(Array.Empty<string>())), (1, Gen.OneOf("EU", "US", "asia").Array[1, 2]))
        from fewest in Gen.Int[1, 3]
        from most in Gen.Int[1, 5]
        from usage in Gen.OneOf(0.0, 20, 60)
        select new PlacementConstraints
        {
            MustInclude = [.. include],
            MustNotInclude = [.. exclude],
            Compliance = [.. compliance],
            MinimumLocations = fewest,
            MaximumLocations = most,
            MinimumUsagePerLocation = usage,
        };

    private static readonly Gen<PlacementLocation> GenLocation =
        from place in Gen.OneOf(Places)
        from provider in Gen.OneOf("acme", "other")
        from price in Gen.Int[0, 4]
        from capacity in Gen.OneOf(double.PositiveInfinity, double.PositiveInfinity, 70)
        select new PlacementLocation
        {
            Country = place.Country,
            Coordinates = new Coordinates { Latitude = place.Latitude, Longitude = place.Longitude },
            Provider = provider,
            PricePerHour = price,
            Capacity = capacity,
        };

    /// <summary>All that a problem can have.</summary>
    public static Gen<PlacementProblem> All { get; } =
        from locations in GenLocation.Array[1, 6]
        from demand in Gen.Int[0, 90].Array[5]
        from measured in Gen.Int[5, 200].Array[3]
        from constraints in GenConstraints
        from policy in Gen.Frequency(
            (4, Gen.Const(PlacementPolicy.Dynamic)), (1, Gen.Const(PlacementPolicy.Static)),
            (1, Gen.Const(PlacementPolicy.Everywhere)))
        from history in Gen.Select(Gen.Bool, Gen.Int[0, 60]).Array[0, 6]
        from refill in Gen.Int[0, 12]
        select new PlacementProblem
        {
            Locations = [.. locations.Select((location, index) => location with { Name = $"l{index}" })],
            Demand = [.. demand.Zip(["u0", "gb", "dr", "6g", "xn"],
                (requests, cell) => new RegionDemand(cell, requests))],
            MeasuredMilliseconds = measured.Select((rtt, index) => (("u0", $"l{index}"), (double)rtt))
                .ToImmutableDictionary(pair => pair.Item1, pair => pair.Item2),
            Constraints = constraints,
            Policy = policy,
            History = [.. history.Select((was, index) =>
                new PlaceHistory($"l{index}", was.Item1, Now - TimeSpan.FromMinutes(was.Item2)))],
            MovePrices = new MovePrices { CacheRefill = refill, Certificate = 1, Drain = 2 },
        };

    /// <summary>The planner's answer with a small budget for each solve.</summary>
    public static PlacementAnswer Plan(PlacementProblem problem) => Planner.Plan(problem, Now, new Random(1), () =>
    {
        var steps = 0;
        return () => steps++ < StepsMax;
    });

    /// <summary>Every set of locations, the empty one left out.</summary>
    public static IEnumerable<PlacementLocation[]> Sets(PlacementProblem problem) =>
        Enumerable.Range(1, (1 << problem.Locations.Length) - 1).Select(bits =>
            problem.Locations.Where((_, index) => (bits >> index) % 2 == 1).ToArray());
}
