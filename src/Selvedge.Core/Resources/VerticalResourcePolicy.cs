using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>Bounds for recommendations.</summary>
public sealed record VerticalResourcePolicy
{
    /// <summary>One a container.</summary>
    public ImmutableArray<VerticalContainerPolicy> ContainerPolicies { get; init; } = [];
}
