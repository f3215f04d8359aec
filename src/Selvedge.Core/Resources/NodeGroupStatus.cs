using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>How a <see cref="NodeGroup"/> is. All that a new control process has to know of the nodes stands here,
/// written before it is done.</summary>
public sealed record NodeGroupStatus
{
    /// <summary>The generation that it speaks of; 0: none yet.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Every node that was asked for and is not yet given back, sorted by name.</summary>
    public ImmutableArray<GroupMember> Nodes { get; init; } = [];

    /// <summary>What the provider is to do, in one sentence; empty: nothing.</summary>
    public string Pending { get; init; } = "";

    /// <summary><c>Ready</c>, <c>CircuitOpen</c> and <c>BudgetReached</c>.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>What the provider failed at since it last delivered; null: nothing.</summary>
    public GroupTrouble? Trouble { get; init; }

    /// <summary>When nodes were given back within the window of disruptions.</summary>
    public ImmutableArray<DateTimeOffset> Removals { get; init; } = [];

    /// <summary>The latest decisions, with their inputs, the newest first.</summary>
    public ImmutableArray<GroupDecision> Decisions { get; init; } = [];
}
