using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>What clients ask for, averaged.</summary>
/// <param name="Regions">Regions with demand, sorted by geohash.</param>
/// <param name="Window">What it was averaged over: <see cref="DemandPace.Window"/> or
/// <see cref="DemandPace.LongWindow"/>.</param>
public sealed record DemandReading(ImmutableArray<RegionDemand> Regions, TimeSpan Window);
