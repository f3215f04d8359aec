using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>How a <see cref="HorizontalPodAutoscaler"/> is: Kubernetes' members, and each location's own.</summary>
public sealed record HorizontalPodAutoscalerStatus
{
    /// <summary>The generation that it speaks of; 0: nothing was decided yet.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>When a count last changed.</summary>
    public DateTimeOffset? LastScaleTime { get; init; }

    /// <summary>Pods at all locations.</summary>
    public int CurrentReplicas { get; init; }

    /// <summary>Replicas that are wanted at all locations.</summary>
    public int DesiredReplicas { get; init; }

    /// <summary>What was measured at the location that is furthest over its target, in the order of
    /// <c>spec.metrics</c>; empty where nothing could be.</summary>
    public ImmutableArray<AutoscalerMetricStatus> CurrentMetrics { get; init; } = [];

    /// <summary><c>AbleToScale</c>, <c>ScalingActive</c> and <c>ScalingLimited</c>, as Kubernetes'.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>One a location where the target is placed, sorted by name.</summary>
    public ImmutableArray<ScaledPlace> Places { get; init; } = [];

    /// <summary>The latest decisions that changed something, with their inputs, the newest first.</summary>
    public ImmutableArray<ScaleDecision> Decisions { get; init; } = [];
}
