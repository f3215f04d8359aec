using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>Where one site or workload could run, and what its clients ask for.</summary>
public sealed record PlacementProblem
{
    /// <summary>Every location that could take it: neither drained nor silent. Names are unique.</summary>
    public ImmutableArray<PlacementLocation> Locations { get; init; } = [];

    /// <summary>One entry a region. Empty: nothing is known of the clients.</summary>
    public ImmutableArray<RegionDemand> Demand { get; init; } = [];

    /// <summary>Measured round trips in milliseconds, by region's geohash and location's name. Where there is none,
    /// <see cref="LatencyPrior"/> says.</summary>
    public ImmutableDictionary<(string Geohash, string Location), double> MeasuredMilliseconds { get; init; } =
        ImmutableDictionary<(string Geohash, string Location), double>.Empty;

    /// <summary>What every plan holds.</summary>
    public PlacementConstraints Constraints { get; init; } = new();

    /// <summary>How places follow demand. The default is dynamic.</summary>
    public PlacementPolicy Policy { get; init; }

    /// <summary>The places of now, and those taken out lately; one entry a location.</summary>
    public ImmutableArray<PlaceHistory> History { get; init; } = [];

    /// <summary>What a move costs.</summary>
    public MovePrices MovePrices { get; init; } = new();

    /// <summary>A place put in or taken out stays so for so long, unless a constraint asks for the contrary. The
    /// default is 30 minutes: the window that demand is averaged over.</summary>
    public TimeSpan MinimumDwell { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What one millisecond of round trip for one request a second is worth an hour, in the currency of the
    /// prices; more than 0. The default is 0.001.</summary>
    public double MillisecondPricePerHour { get; init; } = 0.001;

    /// <summary>The sum of all regions.</summary>
    public double TotalDemand => Demand.Sum(region => region.RequestsPerSecond);
}
