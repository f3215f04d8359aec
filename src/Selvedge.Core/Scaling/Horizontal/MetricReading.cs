using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What was measured of one <see cref="MetricTarget"/>.</summary>
public sealed record MetricReading
{
    /// <summary>For Resource and Pods: at most one sample a pod; a pod without is missing.</summary>
    public ImmutableArray<PodSample> Samples { get; init; } = [];

    /// <summary>For Described and External: thousandths of the metric's unit.</summary>
    public long Amount { get; init; }

    /// <summary>Why it could not be measured, in a few words; empty: it was.</summary>
    public string Failure { get; init; } = "";
}
