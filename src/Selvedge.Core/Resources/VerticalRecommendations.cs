using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>The recommendations for a workload.</summary>
public sealed record VerticalRecommendations
{
    /// <summary>One a container of which something was measured, in the order of the template.</summary>
    public ImmutableArray<ContainerRecommendation> ContainerRecommendations { get; init; } = [];
}
