using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>How many replicas a target should have at a location, with all that led there.</summary>
public sealed record HorizontalDecision
{
    /// <summary>What was known.</summary>
    public required HorizontalInput Input { get; init; }

    /// <summary>The replicas.</summary>
    public required int Replicas { get; init; }

    /// <summary>What each metric asks for; empty where none was looked at.</summary>
    public ImmutableArray<MetricProposal> Proposals { get; init; } = [];

    /// <summary>What kept it from what the metrics asked for; the last one that did.</summary>
    public ScalingLimit Limit { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Reason { get; init; }

    /// <summary>To be handed to the next decision, after <see cref="HorizontalMemory.Scaled"/> where the change was
    /// made.</summary>
    public required HorizontalMemory Memory { get; init; }
}
