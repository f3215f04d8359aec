using System.Collections.Immutable;

namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>A node that was bought; one that is still starting is told like one without pods. Also a node of no group:
/// it costs nothing, never goes, and its room counts.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Group">The group's name; empty: of no group.</param>
/// <param name="Pods">What runs on it.</param>
/// <param name="Starting">True: it has not joined yet; its capacity counts, and it is not removed.</param>
public sealed record GroupNode(
    string Name, string Group, ImmutableArray<CapacityDemand> Pods, bool Starting = false)
{
    /// <summary>Where it is, for a node of no group.</summary>
    public string Location { get; init; } = "";

    /// <summary>What it truly has for pods; null: what its group says.</summary>
    public Capacity? Has { get; init; }

    /// <summary>True: it takes no pods, since it is on its way out or silent. It counts and costs still, and nothing
    /// else is given back at its location meanwhile.</summary>
    public bool Closed { get; init; }
}
