using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What is known of one target at one location at one moment.</summary>
public sealed record HorizontalInput
{
    /// <summary>The location's name.</summary>
    public string Location { get; init; } = "";

    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Replicas that are wanted now.</summary>
    public required int SpecReplicas { get; init; }

    /// <summary>Replicas that are there.</summary>
    public required int StatusReplicas { get; init; }

    /// <summary>All pods of the target here.</summary>
    public ImmutableArray<PodState> Pods { get; init; } = [];

    /// <summary>One reading a metric, in the order of <see cref="HorizontalPolicy.Metrics"/>.</summary>
    public ImmutableArray<MetricReading> Readings { get; init; } = [];
}
