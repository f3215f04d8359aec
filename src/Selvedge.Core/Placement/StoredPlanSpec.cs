using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>What a <see cref="StoredPlan"/> decides.</summary>
public sealed record StoredPlanSpec
{
    /// <summary>The places to be, sorted. Empty: nothing is decided yet.</summary>
    public ImmutableArray<string> Locations { get; init; } = [];

    /// <summary>The places that were; they stay until the places to be serve.</summary>
    public ImmutableArray<string> Leaving { get; init; } = [];

    /// <summary>Since when each place is in, or was taken out lately; for the minimum dwell.</summary>
    public ImmutableArray<PlaceHistory> History { get; init; } = [];
}
