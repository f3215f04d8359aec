using System.Collections.Immutable;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources;

/// <summary>What a container should request, by <c>cpu</c> and <c>memory</c>, as Kubernetes' quantities.</summary>
public sealed record ContainerRecommendation
{
    /// <summary>Which.</summary>
    public string ContainerName { get; init; } = "";

    /// <summary>What to request, within the operator's bounds.</summary>
    public ImmutableSortedDictionary<string, string> Target { get; init; } = ResourceNeeds.None;

    /// <summary>Less is too little with confidence.</summary>
    public ImmutableSortedDictionary<string, string> LowerBound { get; init; } = ResourceNeeds.None;

    /// <summary>More is wasted with confidence; a young history makes it large.</summary>
    public ImmutableSortedDictionary<string, string> UpperBound { get; init; } = ResourceNeeds.None;

    /// <summary>What it would be without the operator's bounds.</summary>
    public ImmutableSortedDictionary<string, string> UncappedTarget { get; init; } = ResourceNeeds.None;

    /// <summary>One sentence for people: what it was made from.</summary>
    public string Reason { get; init; } = "";
}
