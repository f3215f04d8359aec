using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Control.Workloads;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.NodeGroups;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.NodeGroups;

/// <summary>Buys nodes for pods that have none, and gives back those that are not needed. Each round takes in what
/// happened, plans, writes it into the groups' statuses, and only then does it: a process that is killed at any moment
/// is followed by one that goes on from what is written.</summary>
public sealed class NodeGroupLoop
{
    private readonly DocumentCache _cache;
    private readonly Func<IReadOnlyDictionary<string, NodeStatus>> _liveNodes;
    private readonly Func<VerdictTable> _verdicts;
    private readonly EventRecorder _events;
    private readonly NodeGroupOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string> _newId;
    private readonly ILogger<NodeGroupLoop> _log;
    private readonly GroupDocuments _documents;
    private readonly GroupCalls _calls;
    private readonly GroupDrains _drains;
    private readonly GroupSteps _steps;
    private readonly LoopTrouble _trouble;
    private readonly Dictionary<string, (DateTimeOffset Asked, string Fault)> _lists = new(StringComparer.Ordinal);

    /// <summary>Plans nothing yet.</summary>
    public NodeGroupLoop(
        DocumentCache cache,
        DocumentStore documents,
        Func<IReadOnlyDictionary<string, NodeStatus>> liveNodes,
        Func<VerdictTable> verdicts,
        CommandProvider provider,
        EventRecorder events,
        NodeGroupOptions options,
        TimeProvider time,
        Func<string> newId,
        ILogger<NodeGroupLoop> log)
    {
        (_cache, _liveNodes, _verdicts, _events) = (cache, liveNodes, verdicts, events);
        (_options, _time, _newId, _log) = (options, time, newId, log);
        _documents = new GroupDocuments(documents, time, newId, log);
        _calls = new GroupCalls(provider);
        _drains = new GroupDrains(time);
        _steps = new GroupSteps(_documents, _calls, _drains, options, time);
        _trouble = new LoopTrouble(reason => Log.GroupsWait(log, reason));
    }

    /// <summary>Works until cancelled; commands that run then are ended.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            // Silence means something only once every node could have spoken.
            await Task.Delay(EvidenceDesk.WarmUp, _time, cancellation);
            using var timer = new PeriodicTimer(_options.Interval, _time);
            do
            {
                await WorkAsync(cancellation);
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        finally
        {
            await _calls.EndedAsync();
        }
    }

    /// <summary>One round.</summary>
    internal Task WorkAsync(CancellationToken cancellation) => _trouble.RoundAsync(async () =>
    {
        var (network, live, table) = (_cache.Current, _liveNodes(), _verdicts());
        var drafts = await _documents.ListAsync(cancellation);
        foreach (var draft in drafts)
        {
            await LoopTrouble.EachAsync(
                async () =>
                {
                    await _steps.FollowAsync(draft, network, live, table, cancellation);
                    Reconcile(draft, live);
                },
                error => Log.GroupFailed(_log, error, draft.Name));
        }

        var scene = new GroupScene(network, drafts, live, _time.GetUtcNow());
        await LoopTrouble.EachAsync(
            () => PlanAsync(network, scene, drafts, cancellation), error => Log.PlanFailed(_log, error));
        foreach (var draft in drafts)
        {
            await LoopTrouble.EachAsync(
                () => DoAsync(scene, draft, cancellation), error => Log.GroupFailed(_log, error, draft.Name));
        }

        _drains.Keep(drafts.SelectMany(draft => draft.Members.Keys).ToHashSet(StringComparer.Ordinal));
    });

    /// <summary>Waits until the commands that run have ended.</summary>
    internal Task CallsEndedAsync() => _calls.EndedAsync();

    private void Reconcile(GroupDraft draft, IReadOnlyDictionary<string, NodeStatus> live)
    {
        if (_steps.Reconcile(draft, live) is not { } fault)
        {
            return;
        }

        if (fault.Length > 0 && fault != _lists.GetValueOrDefault(draft.Name).Fault)
        {
            draft.Tell(true, "ProviderFaulty", fault);
        }

        _lists[draft.Name] = (_time.GetUtcNow(), fault);
    }

    private async Task PlanAsync(
        NetworkDocuments network, GroupScene scene, IReadOnlyList<GroupDraft> drafts, CancellationToken cancellation)
    {
        if (drafts.Count == 0)
        {
            return;
        }

        var pending = new List<CapacityDemand>();
        foreach (var deployment in network.Deployments.Values)
        {
            var stored = await _documents.DeploymentAsync(deployment.Metadata, cancellation);
            pending.AddRange(PendingPods.Of(
                deployment, stored is null ? null : DeploymentStatus.Read(stored),
                network.VerticalAutoscalerOf(deployment.Metadata)));
        }

        var kept = await KeepAsync(scene, drafts, pending, cancellation);

        // The next round sees its room.
        pending.RemoveAll(demand => kept.Contains(demand.Location));
        var input = scene.Input(pending);
        var (decisions, memory) = NodeGroupPlanner.Plan(_options.Policy, input, scene.Memory());
        foreach (var draft in drafts)
        {
            draft.Removals = [.. draft.Removals.Where(at => at > input.Now - _options.Policy.DisruptionWindow)];
            foreach (var member in draft.Members.Values.ToList())
            {
                draft.Members[member.Name] = member with
                {
                    UnneededSince = memory.UnneededSince.TryGetValue(member.Name, out var since) ? since : null,
                };
            }
        }

        foreach (var decision in decisions)
        {
            foreach (var draft in drafts.Where(draft => decision.Group == draft.Name
                || (decision.Group.Length == 0 && decision.Location == draft.Group.Spec.Location)))
            {
                Decide(draft, decision, scene, pending);
            }
        }
    }

    private void Decide(
        GroupDraft draft, NodeDecision decision, GroupScene scene, IReadOnlyCollection<CapacityDemand> pending)
    {
        var now = _time.GetUtcNow();
        var record = Record(draft, scene, pending, $"{decision.Action}", decision.Reason);
        switch (decision.Action)
        {
            case NodeAction.Add:
                var names = Enumerable.Range(0, decision.Count).Select(_ => NewName(draft)).ToImmutableArray();
                record = record with { Nodes = names };
                break;
            case NodeAction.Remove:
                draft.Move(decision.Node, GroupMemberPhase.Draining, now, decision.Reason);
                draft.Removals = draft.Removals.Add(now);
                record = record with { Nodes = [decision.Node] };
                break;
            default:
                record = record with { Nodes = decision.Node.Length > 0 ? [decision.Node] : [] };
                break;
        }

        draft.Decide(record);
    }

    private string NewName(GroupDraft draft)
    {
        var name = NodeGroupNames.Node(draft.Name, _newId());
        while (draft.Members.ContainsKey(name))
        {
            name = NodeGroupNames.Node(draft.Name, _newId());
        }

        draft.Move(name, GroupMemberPhase.Creating, _time.GetUtcNow());
        return name;
    }

    // A node on its way out is nearer than any other: where pods wait, it stays.
    private async Task<HashSet<string>> KeepAsync(
        GroupScene scene, IReadOnlyList<GroupDraft> drafts, List<CapacityDemand> pending,
        CancellationToken cancellation)
    {
        var locations = new HashSet<string>(StringComparer.Ordinal);
        foreach (var draft in drafts.Where(draft => !draft.IsGoing
            && pending.Exists(demand => demand.Location == draft.Group.Spec.Location)))
        {
            foreach (var name in draft.Members.Values.Where(member => member.Phase == GroupMemberPhase.Draining)
                .Select(member => member.Name).ToList())
            {
                await _documents.DrainAsync(name, drained: false, cancellation);
                draft.Move(name, GroupMemberPhase.Ready, _time.GetUtcNow());
                draft.Decide(Record(
                    draft, scene, pending, "Keep",
                    $"{name} was on its way out and stays: pods at {draft.Group.Spec.Location} wait for a node.") with
                {
                    Nodes = [name],
                });
                locations.Add(draft.Group.Spec.Location);
            }
        }

        return locations;
    }

    private GroupDecision Record(
        GroupDraft draft, GroupScene scene, IReadOnlyCollection<CapacityDemand> pending, string action,
        string reason) => new(
        _time.GetUtcNow(),
        action,
        [],
        reason,
        pending.Count(demand => demand.Location == draft.Group.Spec.Location),
        draft.Members.Count,
        scene.Cost,
        _options.Policy.BudgetPerHour);

    // Written first, done then.
    private async Task DoAsync(GroupScene scene, GroupDraft draft, CancellationToken cancellation)
    {
        if (draft.IsGoing && draft.Members.Count == 0 && !_calls.IsBusy(draft.Name, ""))
        {
            await _documents.ReleaseAsync(draft, cancellation);
            _lists.Remove(draft.Name);
            return;
        }

        var fault = _lists.GetValueOrDefault(draft.Name).Fault is { Length: > 0 } known
            ? known
            : scene.Shortfall(draft);
        var status = GroupConditions.Status(draft, _options.Policy, scene.Cost, fault, _time.GetUtcNow());
        if (!await _documents.WriteAsync(draft, status, cancellation))
        {
            return;
        }

        Tell(draft, status);
        foreach (var member in draft.Members.Values)
        {
            if (member.Phase == GroupMemberPhase.Creating && !_calls.IsBusy(draft.Name, member.Name))
            {
                var identity = await _documents.IdentityAsync(draft, member.Name, cancellation);
                Start(draft, ProviderCall.Create, member.Name, cancellation, ("SELVEDGE_NODE_SEED", identity.Seed));
            }
            else if (member.Phase == GroupMemberPhase.Deleting)
            {
                Start(draft, ProviderCall.Delete, member.Name, cancellation);
            }
        }

        if (_time.GetUtcNow() - _lists.GetValueOrDefault(draft.Name).Asked >= Limits.ListInterval)
        {
            Start(draft, ProviderCall.List, "", cancellation);
        }
    }

    private void Tell(GroupDraft draft, NodeGroupStatus status)
    {
        var key = GroupDocuments.KeyOf(draft.Name);
        foreach (var (warning, reason, message) in draft.TakeEvents())
        {
            if (warning)
            {
                _events.Warning(key, "NodeGroup", reason, message);
            }
            else
            {
                _events.Normal(key, "NodeGroup", reason, message);
            }
        }

        foreach (var reached in status.Conditions.Where(condition =>
            condition is { Type: "CircuitOpen" or "BudgetReached", Status: "True" }
            && draft.Group.Status.Conditions.FirstOrDefault(before => before.Type == condition.Type)
                is not { Status: "True" }))
        {
            _events.Warning(key, "NodeGroup", reached.Type, reached.Message);
        }
    }

    private void Start(
        GroupDraft draft, string verb, string node, CancellationToken cancellation,
        params IEnumerable<(string Name, string Value)> more)
    {
        var spec = draft.Group.Spec;
        var state = Path.Combine(_options.StateDirectory, draft.Name);
        Directory.CreateDirectory(state);
        IEnumerable<(string Name, string Value)> variables =
        [
            ("SELVEDGE_GROUP", draft.Name),
            ("SELVEDGE_LOCATION", spec.Location),
            ("SELVEDGE_NODE", node),
            ("SELVEDGE_NODE_CPU", spec.Node.Cpu),
            ("SELVEDGE_NODE_MEMORY", spec.Node.Memory),
            ("SELVEDGE_HTTP_PORT", spec.Node.HttpPort.ToString(CultureInfo.InvariantCulture)),
            ("SELVEDGE_HTTPS_PORT", spec.Node.HttpsPort.ToString(CultureInfo.InvariantCulture)),
            ("SELVEDGE_BUS_URL", _options.BusUrl),
            ("SELVEDGE_BUS_AUTHORITY", _options.BusAuthority),
            ("SELVEDGE_PROGRAM", _options.Program),
            ("SELVEDGE_STATE", state),
            .. more,
        ];
        _calls.Start(
            draft.Name,
            new ProviderCall(spec.Command, verb, node, variables.ToImmutableSortedDictionary(
                pair => pair.Name, pair => pair.Value, StringComparer.Ordinal)),
            _time.GetUtcNow(),
            cancellation);
    }
}
