using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>What is known at one moment.</summary>
public sealed record NodeGroupInput
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>All groups.</summary>
    public ImmutableArray<NodeGroupTerms> Groups { get; init; } = [];

    /// <summary>All nodes of the groups, starting ones included.</summary>
    public ImmutableArray<GroupNode> Nodes { get; init; } = [];

    /// <summary>Pods without a node, or what a location is short of in the form of pods.</summary>
    public ImmutableArray<CapacityDemand> Pending { get; init; } = [];
}
