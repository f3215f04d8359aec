namespace Selvedge.Core.Placement;

/// <summary>What a move costs, once, in the currency of <see cref="PlacementLocation.PricePerHour"/>; each 0 or
/// more.</summary>
public sealed record MovePrices
{
    /// <summary>Filling an empty cache from the backend. The default is 0.</summary>
    public double CacheRefill { get; init; }

    /// <summary>Bringing and proving certificates. The default is 0.</summary>
    public double Certificate { get; init; }

    /// <summary>Serving what is under way at a place that is taken out. The default is 0.</summary>
    public double Drain { get; init; }

    /// <summary>Within so long a move has to pay for itself. The default is 6 hours: the demand of a day has changed by
    /// then.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Putting a place in.</summary>
    public double In => CacheRefill + Certificate;
}
