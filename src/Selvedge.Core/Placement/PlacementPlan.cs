using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>Where something is to run, what users will notice of it, and what it takes to get there.</summary>
public sealed record PlacementPlan
{
    /// <summary>The names of the locations, sorted.</summary>
    public ImmutableArray<string> Locations { get; init; } = [];

    /// <summary>Where each region's clients are served best within the capacities; sorted by region and
    /// location.</summary>
    public ImmutableArray<RegionRoute> Routes { get; init; } = [];

    /// <summary>The mean round trip of a request; 0 without demand.</summary>
    public double MeanMilliseconds { get; init; }

    /// <summary>Nineteen of twenty requests have at most this round trip; 0 without demand.</summary>
    public double P95Milliseconds { get; init; }

    /// <summary>What the locations cost an hour.</summary>
    public double CostPerHour { get; init; }

    /// <summary>What differs from now, sorted by location. Empty: nothing is to be done.</summary>
    public ImmutableArray<PlacementMove> Moves { get; init; } = [];
}
