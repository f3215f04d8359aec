using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="HorizontalPodAutoscaler"/>.</summary>
public sealed record HorizontalPodAutoscalerSpec
{
    /// <summary>What is scaled.</summary>
    public ScaleTargetReference ScaleTargetRef { get; init; } = new();

    /// <summary>The fewest replicas at a location; 0 to 1000. The default is 1.</summary>
    public int MinReplicas { get; init; } = 1;

    /// <summary>The most replicas at a location; 1 to 1000.</summary>
    public int MaxReplicas { get; init; } = 1;

    /// <summary>The metrics; the one that wants most decides. Empty: cpu at 80 % of what is requested.</summary>
    public ImmutableArray<AutoscalerMetric> Metrics { get; init; } = [];

    /// <summary>How fast it scales. Null: as Kubernetes does without it.</summary>
    public AutoscalerBehavior? Behavior { get; init; }
}
