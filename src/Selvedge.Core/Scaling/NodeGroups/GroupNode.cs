using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>A node that was bought; one that is still starting is told like one without pods.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Pods">What runs on it.</param>
/// <param name="Starting">True: it has not joined yet; its capacity counts, and it is not removed.</param>
public sealed record GroupNode(
    string Name, string Group, ImmutableArray<CapacityDemand> Pods, bool Starting = false);
