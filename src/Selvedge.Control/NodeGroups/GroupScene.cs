using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.NodeGroups;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.NodeGroups;

/// <summary>The network as plans of nodes take it. Pure.</summary>
/// <param name="documents">The documents.</param>
/// <param name="drafts">Every group.</param>
/// <param name="live">The newest status of each node that spoke lately.</param>
/// <param name="now">The moment.</param>
internal sealed class GroupScene(
    NetworkDocuments documents,
    IReadOnlyCollection<GroupDraft> drafts,
    IReadOnlyDictionary<string, NodeStatus> live,
    DateTimeOffset now)
{
    private readonly ILookup<string, CapacityDemand> _pods = documents.Pods.Values.ToLookup(
        pod => pod.Spec.NodeName,
        pod => new CapacityDemand(
            $"{pod.Metadata.Namespace}/{pod.Metadata.Name}", "",
            new Capacity(pod.Spec.CpuMillis, pod.Spec.MemoryBytes)),
        StringComparer.Ordinal);

    /// <summary>What the nodes of all groups cost an hour.</summary>
    public decimal Cost => drafts.Sum(draft => draft.Members.Count * draft.Group.Spec.PricePerHour);

    /// <summary>Everything that one plan needs.</summary>
    /// <param name="pending">Pods that have no node.</param>
    public NodeGroupInput Input(IEnumerable<CapacityDemand> pending) => new()
    {
        Now = now,
        Groups = [.. drafts.Select(Terms)],
        Nodes = [.. drafts.SelectMany(Members), .. Others()],
        Pending = [.. pending],
    };

    /// <summary>What the statuses remember of the past.</summary>
    public NodeGroupMemory Memory() => new()
    {
        UnneededSince = drafts.SelectMany(draft => draft.Members.Values)
            .Where(member => member.UnneededSince is not null)
            .ToImmutableDictionary(
                member => member.Name, member => member.UnneededSince!.Value, StringComparer.Ordinal),
        Removals = [.. drafts.SelectMany(draft => draft.Removals).Order()],
        Failures = drafts.Where(draft => draft.Trouble is not null).ToImmutableDictionary(
            draft => draft.Name, draft => new GroupFailures(draft.Trouble!.InARow, draft.Trouble.LastAt),
            StringComparer.Ordinal),
    };

    /// <summary>What is wrong with a group's nodes: they have less than the document says; empty: nothing.</summary>
    public string Shortfall(GroupDraft draft)
    {
        var said = Said(draft);
        return draft.Members.Keys.Select(name => (Name: name, Has: Has(name)))
            .Where(node => node.Has is { } has && !has.Holds(said))
            .Select(node => $"{node.Name} has {Quantity.Processors(node.Has!.Value.CpuMilli)} cpu and "
                + $"{Quantity.Memory(node.Has.Value.MemoryBytes)} for pods, less than spec.node says: mend spec.node.")
            .FirstOrDefault("");
    }

    // Plans count on what nodes of the group were found to have, or what is bought would not fit what it is bought for.
    private NodeGroupTerms Terms(GroupDraft draft)
    {
        var spec = draft.Group.Spec;
        var node = draft.Members.Keys.Select(Has).OfType<Capacity>().Aggregate(Said(draft), (least, has) =>
            new Capacity(Math.Min(least.CpuMilli, has.CpuMilli), Math.Min(least.MemoryBytes, has.MemoryBytes)));
        return new NodeGroupTerms
        {
            Name = draft.Name,
            Location = spec.Location,
            Node = node,
            PricePerHour = spec.PricePerHour,
            NodesMin = spec.Min,
            NodesMax = draft.IsGoing ? 0 : spec.Max,
            Priority = spec.Priority,
        };
    }

    private IEnumerable<GroupNode> Members(GroupDraft draft) => draft.Members.Values.Select(member => new GroupNode(
        member.Name, draft.Name, [.. _pods[member.Name]],
        member.Phase is GroupMemberPhase.Creating or GroupMemberPhase.Joining)
    {
        Has = Has(member.Name),
        Closed = member.Phase is GroupMemberPhase.Draining or GroupMemberPhase.Deleting
            || (member.Phase == GroupMemberPhase.Ready && !TakesPods(member.Name)),
    });

    private IEnumerable<GroupNode> Others()
    {
        var ours = drafts.SelectMany(draft => draft.Members.Keys).ToHashSet(StringComparer.Ordinal);
        return documents.Nodes.Values
            .Where(node => !ours.Contains(node.Metadata.Name) && TakesPods(node.Metadata.Name))
            .Select(node => new GroupNode(node.Metadata.Name, "", [.. _pods[node.Metadata.Name]])
            {
                Location = node.Spec.Location,
                Has = Has(node.Metadata.Name) ?? default(Capacity),
            });
    }

    private bool TakesPods(string node) =>
        live.ContainsKey(node) && documents.Nodes.TryGetValue(node, out var document) && !document.Spec.Drained;

    private Capacity? Has(string node) => live.GetValueOrDefault(node)?.Capacity is { } has
        ? new Capacity(has.CpuMillis, has.MemoryBytes)
        : null;

    private static Capacity Said(GroupDraft draft) =>
        new(draft.Group.Spec.Node.CpuMillis, draft.Group.Spec.Node.MemoryBytes);
}
