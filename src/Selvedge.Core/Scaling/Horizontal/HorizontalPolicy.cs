using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What the operator wants of one scaled target.</summary>
public sealed record HorizontalPolicy
{
    /// <summary>Never fewer at a location; 0 or more. The default is 1.</summary>
    public int MinReplicas { get; init; } = 1;

    /// <summary>Never more at a location.</summary>
    public required int MaxReplicas { get; init; }

    /// <summary>The metrics; the one that wants most decides.</summary>
    public required ImmutableArray<MetricTarget> Metrics { get; init; }

    /// <summary>Null: the old limits hold, which are not wholly those of <see cref="ScalingBehavior.Defaults"/>: one
    /// step goes to max(2 × current, 4) at most, whatever was added before.</summary>
    public ScalingBehavior? Behavior { get; init; }

    /// <summary>A cpu sample of a pod younger than this counts only once the pod is ready and was measured since. The
    /// default is 5 min, as <c>--horizontal-pod-autoscaler-cpu-initialization-period</c>.</summary>
    public TimeSpan CpuInitializationPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A pod that became unready within this time of its begin was never ready. The default is 30 s, as
    /// <c>--horizontal-pod-autoscaler-initial-readiness-delay</c>.</summary>
    public TimeSpan InitialReadinessDelay { get; init; } = TimeSpan.FromSeconds(30);
}
