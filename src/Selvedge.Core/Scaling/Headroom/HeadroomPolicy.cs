using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Core.Scaling.Headroom;

/// <summary>Scaling on arriving requests, with as much room above them as their own past has needed.</summary>
public sealed record HeadroomPolicy
{
    /// <summary>The share of past rises that the room covers; 0 to 1. The default is 0.999.</summary>
    public double Share { get; init; } = 0.999;

    /// <summary>Room where nothing was learned: 1.25 is that of cpu at 80 %, Kubernetes' default.</summary>
    public double FactorUnknown { get; init; } = 1.25;

    /// <summary>Observations of about the same size before they are trusted. The default is 240, an hour of
    /// them.</summary>
    public double ObservationsMin { get; init; } = 240;

    /// <summary>Seconds of recommendations of which the highest counts. The default is 300, as Kubernetes'.</summary>
    public int DownWindowSeconds { get; init; } = 300;

    /// <summary>The rules for the autoscaler: up at once as far as needed, down by the window, no tolerance, since the
    /// room is measured already.</summary>
    public ScalingBehavior Behavior => new(
        new ScalingRules { Policies = [new ScalingPolicy(ScalingPolicyType.Percent, 900, 15)], Tolerance = 0 },
        ScalingRules.DownDefaults with { StabilizationWindowSeconds = DownWindowSeconds, Tolerance = 0 });
}
