using Selvedge.Control.Placement;
using Selvedge.Core.Placement;

namespace Selvedge.Configuration;

/// <summary>How places follow demand.</summary>
internal sealed record PlacementConfiguration
{
    /// <summary>The grain of demand; a plan is made once a step. One second to one hour; the default is two
    /// minutes.</summary>
    public TimeSpan Step { get; init; } = DemandPace.Default.Step;

    /// <summary>What demand is averaged over, a whole number of steps, and how long a place put in or taken out stays
    /// so. Up to <see cref="DemandPace.LongSteps"/> steps; the default is 30 minutes.</summary>
    public TimeSpan Window { get; init; } = DemandPace.Default.Window;

    /// <summary>What one millisecond of round trip for one request a second is worth an hour, in the currency of the
    /// Locations' prices; more than 0.</summary>
    public double MillisecondPricePerHour { get; init; } = new PlacementOptions().MillisecondPricePerHour;

    /// <summary>What filling an empty cache costs; 0 or more.</summary>
    public double CacheRefillPrice { get; init; } = new PlacementOptions().MovePrices.CacheRefill;

    /// <summary>What bringing and proving certificates costs; 0 or more.</summary>
    public double CertificatePrice { get; init; } = new PlacementOptions().MovePrices.Certificate;

    /// <summary>What draining a place costs; 0 or more.</summary>
    public double DrainPrice { get; init; } = new PlacementOptions().MovePrices.Drain;

    /// <summary>As the control plane takes it.</summary>
    public PlacementOptions Options() => new()
    {
        Pace = new DemandPace(Step, Window),
        MillisecondPricePerHour = MillisecondPricePerHour,
        MovePrices = new MovePrices
        {
            CacheRefill = CacheRefillPrice,
            Certificate = CertificatePrice,
            Drain = DrainPrice,
        },
    };

    /// <summary>Everything wrong with it, each with the path and the fix.</summary>
    public IEnumerable<string> Problems()
    {
        if (Step < TimeSpan.FromSeconds(1) || Step > TimeSpan.FromHours(1))
        {
            yield return "placement.step: is out of range. Write 1s to 1h; left out, it is 2m.";
        }
        else if (Window < Step || Window > Step * DemandPace.LongSteps || Window.Ticks % Step.Ticks != 0)
        {
            yield return "placement.window: is no whole number of steps. Write 1 to "
                + $"{DemandPace.LongSteps} times placement.step; left out, it is 30m.";
        }

        if (MillisecondPricePerHour is not (> 0 and < double.PositiveInfinity))
        {
            yield return "placement.millisecondPricePerHour: is out of range. Write more than 0, for example 0.001.";
        }

        foreach (var (path, price) in new[]
        {
            ("cacheRefillPrice", CacheRefillPrice), ("certificatePrice", CertificatePrice), ("drainPrice", DrainPrice),
        })
        {
            if (price is not (>= 0 and < double.PositiveInfinity))
            {
                yield return $"placement.{path}: is out of range. Write 0 or more.";
            }
        }
    }
}
