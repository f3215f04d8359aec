using System.Globalization;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.NodeGroups;

namespace Selvedge.Control.NodeGroups;

/// <summary>The status of a NodeGroup. Pure.</summary>
internal static class GroupConditions
{
    /// <summary>After a round's work on the group.</summary>
    /// <param name="draft">The group.</param>
    /// <param name="policy">Budget and limits.</param>
    /// <param name="cost">What all nodes of all groups cost an hour.</param>
    /// <param name="fault">Why the provider cannot be used, or its nodes are not as they should be; empty: nothing.
    /// </param>
    /// <param name="now">The moment.</param>
    public static NodeGroupStatus Status(
        GroupDraft draft, NodeGroupPolicy policy, decimal cost, string fault, DateTimeOffset now)
    {
        var before = draft.Group.Status.Conditions;
        return new NodeGroupStatus
        {
            ObservedGeneration = draft.Group.Metadata.Generation,
            Nodes = [.. draft.Members.Values],
            Pending = Pending(draft.Members.Values),
            Conditions =
            [
                Ready(draft, fault, now).Since(before),
                Circuit(draft, policy, now).Since(before),
                Budget(draft, policy, cost, now).Since(before),
            ],
            Trouble = draft.Trouble,
            Removals = draft.Removals,
            Decisions = draft.Decisions,
        };
    }

    /// <summary>What is still to be done, in one line.</summary>
    internal static string Pending(IEnumerable<GroupMember> members) => string.Join("; ", members
        .Where(member => member.Phase != GroupMemberPhase.Ready)
        .GroupBy(member => member.Phase).OrderBy(group => group.Key)
        .Select(group => $"{Verb(group.Key)} {string.Join(", ", group.Select(member => member.Name))}"));

    private static string Verb(GroupMemberPhase phase) => phase switch
    {
        GroupMemberPhase.Creating => "create",
        GroupMemberPhase.Joining => "join",
        GroupMemberPhase.Draining => "drain",
        _ => "delete",
    };

    private static Condition Ready(GroupDraft draft, string fault, DateTimeOffset now) => draft switch
    {
        { Trouble: { } trouble } => new Condition("Ready", "False", "ProviderFailed", trouble.Message, now),
        _ when fault.Length > 0 => new Condition("Ready", "False", "ProviderFaulty", fault, now),
        _ => new Condition("Ready", "True", "ProviderDelivers", "The provider does what it is asked.", now),
    };

    private static Condition Circuit(GroupDraft draft, NodeGroupPolicy policy, DateTimeOffset now) =>
        draft.Trouble is { } trouble && new GroupFailures(trouble.InARow, trouble.LastAt).IsBroken(policy, now)
            ? new Condition(
                "CircuitOpen", "True", "FailedTooOften", string.Create(
                    CultureInfo.InvariantCulture,
                    $"The provider has failed {trouble.InARow} times in a row; nothing is bought here until "
                    + $"{trouble.LastAt + policy.BreakFor:u}."),
                now)
            : new Condition("CircuitOpen", "False", "Closed", "Nodes may be bought here.", now);

    private static Condition Budget(GroupDraft draft, NodeGroupPolicy policy, decimal cost, DateTimeOffset now)
    {
        var price = draft.Group.Spec.PricePerHour;
        var spent = string.Create(
            CultureInfo.InvariantCulture, $"{cost:0.####} of {policy.BudgetPerHour:0.####} an hour are spent");
        return price > 0 && price > policy.BudgetPerHour - cost
            ? new Condition(
                "BudgetReached", "True", "BudgetReached",
                string.Create(CultureInfo.InvariantCulture, $"Another node costs {price:0.####}: {spent}."), now)
            : new Condition("BudgetReached", "False", "WithinBudget", $"{spent}.", now);
    }
}
