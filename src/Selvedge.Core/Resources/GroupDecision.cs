using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>One decision about the nodes of a <see cref="NodeGroup"/>, with what it was made from.</summary>
/// <param name="At">When.</param>
/// <param name="Action"><c>Add</c>, <c>Remove</c>, <c>Keep</c> or <c>Hold</c>.</param>
/// <param name="Nodes">The nodes that it is about; empty for Hold where it is about none.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="PodsWaiting">Pods at the location that had no node.</param>
/// <param name="NodesBefore">Nodes of the group.</param>
/// <param name="CostPerHour">What the nodes of all groups cost an hour.</param>
/// <param name="BudgetPerHour">What they may cost.</param>
public sealed record GroupDecision(
    DateTimeOffset At,
    string Action,
    ImmutableArray<string> Nodes,
    string Reason,
    int PodsWaiting,
    int NodesBefore,
    decimal CostPerHour,
    decimal BudgetPerHour);
