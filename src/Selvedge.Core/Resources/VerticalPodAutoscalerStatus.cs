using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What a <see cref="VerticalPodAutoscaler"/> recommends: Kubernetes' members.</summary>
public sealed record VerticalPodAutoscalerStatus
{
    /// <summary>The recommendations.</summary>
    public VerticalRecommendations Recommendation { get; init; } = new();

    /// <summary><c>RecommendationProvided</c>.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>The recommendation for a container; null: none yet.</summary>
    public ContainerRecommendation? Of(string container) =>
        Recommendation.ContainerRecommendations.FirstOrDefault(one => one.ContainerName == container);
}
