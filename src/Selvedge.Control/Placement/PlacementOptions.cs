using Selvedge.Core.Placement;

namespace Selvedge.Control.Placement;

/// <summary>How placement is run.</summary>
public sealed record PlacementOptions
{
    /// <summary>How demand is averaged; a plan is made once a step. The default is two minutes and half an
    /// hour.</summary>
    public DemandPace Pace { get; init; } = DemandPace.Default;

    /// <summary>What one millisecond of round trip for one request a second is worth an hour, in the currency of the
    /// Locations' prices; more than 0. The default is 0.001.</summary>
    public double MillisecondPricePerHour { get; init; } = 0.001;

    /// <summary>What a move costs. The defaults: 0.1 to fill a cache, 0.01 for the certificates, 0.01 to drain. Within
    /// six hours that is 20 ms for a request a second.</summary>
    public MovePrices MovePrices { get; init; } = new() { CacheRefill = 0.1, Certificate = 0.01, Drain = 0.01 };
}
