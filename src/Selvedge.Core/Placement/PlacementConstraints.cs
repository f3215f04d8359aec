using System.Collections.Immutable;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Placement;

/// <summary>What every plan holds. The defaults are those of the <c>location-optimizer</c> ConfigMap.</summary>
public sealed record PlacementConstraints
{
    /// <summary>The most entries of <see cref="MustInclude"/>.</summary>
    public const int MustIncludeMax = Cover.GroupsMax;

    /// <summary>Of each entry at least one location that fits is placed. Empty: nothing is asked for.</summary>
    public ImmutableArray<PlaceSelector> MustInclude { get; init; } = [];

    /// <summary>No location that fits an entry is placed.</summary>
    public ImmutableArray<PlaceSelector> MustNotInclude { get; init; } = [];

    /// <summary>Countries and regions that the law lets it run in. Empty: anywhere. Never traded: no cost, dwell or
    /// minimum brings a place elsewhere.</summary>
    public ImmutableArray<string> Compliance { get; init; } = [];

    /// <summary>At least so many locations; 1 or more. The default is 2.</summary>
    public int MinimumLocations { get; init; } = 2;

    /// <summary>At most so many locations; 1 or more. The default is 5.</summary>
    public int MaximumLocations { get; init; } = 5;

    /// <summary>Requests a second that a location has to serve to be worth its place, beyond the minimum of locations;
    /// 0 or more. The default is 20.</summary>
    public double MinimumUsagePerLocation { get; init; } = 20;
}
