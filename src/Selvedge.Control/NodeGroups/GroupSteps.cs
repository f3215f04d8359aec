using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.NodeGroups;

/// <summary>Brings each node of a group one step on, by what its command answered and what is known of it.</summary>
internal sealed class GroupSteps(
    GroupDocuments documents, GroupCalls calls, GroupDrains drains, NodeGroupOptions options, TimeProvider time)
{
    /// <summary>Takes in what happened since the last round.</summary>
    /// <param name="draft">The group.</param>
    /// <param name="network">The documents.</param>
    /// <param name="live">The newest status of each node that spoke lately.</param>
    /// <param name="table">The verdicts in force.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task FollowAsync(
        GroupDraft draft,
        NetworkDocuments network,
        IReadOnlyDictionary<string, NodeStatus> live,
        VerdictTable table,
        CancellationToken cancellation)
    {
        foreach (var member in draft.Members.Values.ToList())
        {
            switch (member.Phase)
            {
                case GroupMemberPhase.Creating when draft.IsGoing:
                    draft.Move(member.Name, GroupMemberPhase.Deleting, Now, "Its group is deleted.");
                    break;
                case GroupMemberPhase.Creating:
                    await CreatedAsync(draft, member, cancellation);
                    break;
                case GroupMemberPhase.Joining:
                    Joined(draft, member, live);
                    break;
                case GroupMemberPhase.Ready when !network.Nodes.ContainsKey(member.Name):
                    draft.Move(member.Name, GroupMemberPhase.Deleting, Now, "Its Node document was deleted.");
                    break;
                case GroupMemberPhase.Ready when draft.IsGoing:
                    draft.Move(member.Name, GroupMemberPhase.Draining, Now, "Its group is deleted.");
                    break;
                case GroupMemberPhase.Draining:
                    await DrainedAsync(draft, member, network, live, table, cancellation);
                    break;
                case GroupMemberPhase.Deleting:
                    await DeletedAsync(draft, member, cancellation);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Compares with what the provider says it has.</summary>
    /// <returns>Why it could not say; empty: it could. Null: it was not asked.</returns>
    public string? Reconcile(GroupDraft draft, IReadOnlyDictionary<string, NodeStatus> live)
    {
        if (calls.Take(draft.Name, ProviderCall.List, "") is not var (answer, asked))
        {
            return null;
        }

        if (answer.Failure is { } failure)
        {
            return failure;
        }

        if (answer.Lines.FirstOrDefault(line => !NodeGroupNames.IsNode(draft.Name, line)) is { } odd)
        {
            return $"{draft.Group.Spec.Command} list printed '{TextForms.Brief(odd)}', which is "
                + $"no name of a node of {draft.Name}.";
        }

        var listed = answer.Lines.ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in listed.Where(name => !draft.Members.ContainsKey(name)))
        {
            const string Why = "The provider has it, and nobody asked for it.";
            draft.Move(unknown, GroupMemberPhase.Deleting, Now, Why);
            draft.Tell(true, "NodeUnknown", $"{unknown}: {Why}");
        }

        foreach (var member in draft.Members.Values.Where(member => !listed.Contains(member.Name)
            && member.Phase is GroupMemberPhase.Joining or GroupMemberPhase.Ready or GroupMemberPhase.Draining
            && member.Since < asked && !live.ContainsKey(member.Name)).ToList())
        {
            const string Why = "The provider does not have it any more.";
            draft.Move(member.Name, GroupMemberPhase.Deleting, Now, Why);
            draft.Tell(true, "NodeLost", $"{member.Name}: {Why}");
        }

        return "";
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private async Task CreatedAsync(GroupDraft draft, GroupMember member, CancellationToken cancellation)
    {
        if (calls.Take(draft.Name, ProviderCall.Create, member.Name) is not var (answer, _))
        {
            return;
        }

        if ((answer.Failure ?? Garbage(draft, member, answer.Lines)) is { } failure)
        {
            // Whatever it left behind goes, so that nobody pays for it.
            draft.Failed(Now, failure);
            draft.Move(member.Name, GroupMemberPhase.Deleting, Now, failure);
            return;
        }

        await documents.JoinAsync(draft, member.Name, answer.Lines.Distinct(StringComparer.Ordinal), cancellation);
        draft.Move(member.Name, GroupMemberPhase.Joining, Now);
    }

    private static string? Garbage(GroupDraft draft, GroupMember member, ImmutableArray<string> lines)
    {
        var said = $"{draft.Group.Spec.Command} create {member.Name} printed";
        return lines.Length is 0 or > Limits.AddressesMax
            ? $"{said} {lines.Length} lines; it has to print the node's addresses, one a line."
            : lines.FirstOrDefault(line => !NodeGroupNames.IsAddress(line)) is { } odd
                ? $"{said} '{TextForms.Brief(odd)}', which is no address."
                : null;
    }

    private void Joined(GroupDraft draft, GroupMember member, IReadOnlyDictionary<string, NodeStatus> live)
    {
        if (live.ContainsKey(member.Name))
        {
            draft.Delivered();
            draft.Move(member.Name, GroupMemberPhase.Ready, Now);
            draft.Tell(false, "NodeJoined", $"{member.Name} has joined {draft.Group.Spec.Location}.");
        }
        else if (Now - member.Since > options.JoinWithin)
        {
            var why = $"{member.Name} did not join within {Duration.Format(options.JoinWithin)}: does it run selvedge "
                + $"node, and does it reach {options.BusUrl}?";
            draft.Failed(Now, why);
            draft.Move(member.Name, GroupMemberPhase.Deleting, Now, why);
        }
    }

    private async Task DrainedAsync(
        GroupDraft draft,
        GroupMember member,
        NetworkDocuments network,
        IReadOnlyDictionary<string, NodeStatus> live,
        VerdictTable table,
        CancellationToken cancellation)
    {
        await documents.DrainAsync(member.Name, drained: true, cancellation);
        if (drains.WaitsFor(network, member.Name, table, live) is { } waits)
        {
            draft.Note(member.Name, waits);
        }
        else
        {
            draft.Move(member.Name, GroupMemberPhase.Deleting, Now, "It is drained.");
        }
    }

    private async Task DeletedAsync(GroupDraft draft, GroupMember member, CancellationToken cancellation)
    {
        if (calls.Take(draft.Name, ProviderCall.Delete, member.Name) is not var (answer, _))
        {
            return;
        }

        if (answer.Failure is { } failure)
        {
            // It may still cost: it is asked for again until the provider has taken it back.
            draft.Note(member.Name, failure);
            draft.Tell(true, "NodeNotDeleted", failure);
            return;
        }

        await documents.RemoveAsync(member.Name, cancellation);
        draft.Members.Remove(member.Name);
        draft.Tell(false, "NodeDeleted", $"{member.Name} is given back.");
    }
}
