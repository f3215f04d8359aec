using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Control.NodeGroups;

/// <summary>A group while a round works on it.</summary>
internal sealed class GroupDraft(NodeGroup group)
{
    private readonly List<(bool Warning, string Reason, string Message)> _events = [];

    /// <summary>The group's name.</summary>
    public string Name => group.Metadata.Name;

    /// <summary>The document as it was when the round began.</summary>
    public NodeGroup Group => group;

    /// <summary>Whether the operator has deleted it; its nodes are given back first.</summary>
    public bool IsGoing => group.Metadata.DeletionTimestamp is not null;

    /// <summary>Its nodes by name.</summary>
    public SortedDictionary<string, GroupMember> Members { get; } = new(
        group.Status.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>What the provider failed at since it last delivered.</summary>
    public GroupTrouble? Trouble { get; private set; } = group.Status.Trouble;

    /// <summary>The newest first.</summary>
    public ImmutableArray<GroupDecision> Decisions { get; private set; } = group.Status.Decisions;

    /// <summary>When nodes were given back lately.</summary>
    public ImmutableArray<DateTimeOffset> Removals { get; set; } = group.Status.Removals;

    /// <summary>Moves a node on.</summary>
    public void Move(string node, GroupMemberPhase phase, DateTimeOffset now, string message = "") =>
        Members[node] = new GroupMember(node, phase, now, message);

    /// <summary>Says what is in the way of a node.</summary>
    public void Note(string node, string message) => Members[node] = Members[node] with { Message = message };

    /// <summary>The provider has failed to deliver.</summary>
    public void Failed(DateTimeOffset now, string why)
    {
        Trouble = new GroupTrouble((Trouble?.InARow ?? 0) + 1, now, why);
        Tell(true, "ProviderFailed", why);
    }

    /// <summary>The provider has delivered.</summary>
    public void Delivered() => Trouble = null;

    /// <summary>Keeps a decision. One that is held up is news once: repeating it would push out what matters.</summary>
    public void Decide(GroupDecision decision)
    {
        var last = Decisions.FirstOrDefault();
        if (decision.Action == "Hold" && last is { Action: "Hold" }
            && (decision.Nodes.IsEmpty
                ? last.Nodes.IsEmpty && last.Reason == decision.Reason
                : last.Nodes.SequenceEqual(decision.Nodes)))
        {
            return;
        }

        Decisions = [decision, .. Decisions.Take(Limits.DecisionsKept - 1)];
        Tell(false, $"Node{decision.Action}", decision.Reason);
    }

    /// <summary>Keeps an event until what it tells is written.</summary>
    public void Tell(bool warning, string reason, string message) => _events.Add((warning, reason, message));

    /// <summary>The events since the last call.</summary>
    public IReadOnlyList<(bool Warning, string Reason, string Message)> TakeEvents()
    {
        var events = _events.ToList();
        _events.Clear();
        return events;
    }
}
