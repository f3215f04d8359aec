using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Control.Workloads;

/// <summary>Brings every Deployment to what its document says: plans, does the steps, writes the status; ends what has
/// lost its owner.</summary>
public sealed class WorkloadLoop : IDisposable
{
    /// <summary>Time alone also moves rollouts: deadlines, patience, pods that were ready for long enough.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly DocumentCache _cache;
    private readonly DocumentStore _documents;
    private readonly SnapshotPublisher _publisher;
    private readonly VerdictLoop _verdicts;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkloadLoop> _log;
    private readonly RolloutExecutor _executor;
    private readonly Signal _signal = new();
    private readonly Dictionary<string, DateTimeOffset> _silentSince = new(StringComparer.Ordinal);
    private readonly LoopTrouble _trouble;

    /// <summary>Works by what the cache knows.</summary>
    public WorkloadLoop(
        DocumentCache cache,
        DocumentStore documents,
        SnapshotPublisher publisher,
        VerdictLoop verdicts,
        EventRecorder events,
        TimeProvider time,
        Func<string> newId,
        ILogger<WorkloadLoop> log)
    {
        (_cache, _documents, _publisher, _verdicts) = (cache, documents, publisher, verdicts);
        (_events, _time, _log) = (events, time, log);
        _executor = new RolloutExecutor(documents, events, time, newId);
        _trouble = new LoopTrouble(reason => Log.WorkloadsWait(log, reason));
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _cache.Changed += _signal.Raise;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await WorkAsync(cancellation);
                await _signal.WaitAsync(Tick, _time, cancellation);
            }
        }
        finally
        {
            _cache.Changed -= _signal.Raise;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private async Task WorkAsync(CancellationToken cancellation)
    {
        var documents = _cache.Current;
        if (documents.Revision < _executor.Written)
        {
            // What was just made is not seen yet: planning now would make it again.
            return;
        }

        await _trouble.RoundAsync(async () =>
        {
            NoteSilence(documents);
            var room = new NodeRoom(documents.Pods.Values, name => _verdicts.StatusOf(name)?.Capacity);
            var quotas = new QuotaBook(documents);
            foreach (var deployment in documents.Deployments.Values)
            {
                await LoopTrouble.EachAsync(
                    () => WorkAsync(documents, room, quotas, deployment, cancellation), Failed);
            }

            await LoopTrouble.EachAsync(() => quotas.RecordAsync(_documents, cancellation), Failed);
            await LoopTrouble.EachAsync(() => EndOrphansAsync(documents, cancellation), Failed);
        });

        void Failed(Exception error) => Log.WorkFailed(_log, error);
    }

    private void NoteSilence(NetworkDocuments documents)
    {
        var live = _verdicts.LiveNodes();
        foreach (var name in documents.Nodes.Keys)
        {
            if (live.ContainsKey(name))
            {
                _silentSince.Remove(name);
            }
            else
            {
                _silentSince.TryAdd(name, _time.GetUtcNow());
            }
        }
    }

    private async Task WorkAsync(
        NetworkDocuments documents, NodeRoom room, QuotaBook quotas, Deployment deployment,
        CancellationToken cancellation)
    {
        var key = new ResourceKey(
            ResourceNames.Deployments, deployment.Metadata.Namespace, deployment.Metadata.Name);
        // A node has to have room for what a pod will request, whoever says how much that is.
        var sizing = documents.VerticalAutoscalerOf(deployment.Metadata);
        var sets = documents.ReplicaSets.Values.Where(set => set.Metadata.IsControlledBy(deployment.Metadata.Uid))
            .Select(set => PodSizing.Of(set, sizing)).ToList();
        var uids = sets.Select(set => set.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        if (await _documents.Store.GetAsync(key, cancellation) is not { } stored
            || CoreJson.Read<Owned>(stored.Document).Metadata.Uid != deployment.Metadata.Uid)
        {
            return;
        }

        var before = DeploymentStatus.Read(stored);
        var input = new RolloutInput(
            deployment,
            before?.Memory ?? RolloutMemory.None,
            [.. sets],
            [
                .. documents.Pods.Values.Where(pod => pod.Metadata.Namespace == key.Namespace
                    && pod.Metadata.OwnerReferences.Any(owner => owner.Controller && uids.Contains(owner.Uid))),
            ],
            WorkloadPlaces.Of(documents, deployment, _publisher.Leaving, name =>
                _silentSince.TryGetValue(name, out var since) ? since : null, room),
            _time.GetUtcNow())
        {
            Quota = quotas.Of(key.Namespace),
        };
        var plan = RolloutPlanner.Plan(input);
        Tell(key, input.Memory, plan);
        Tell(key, before, plan);
        foreach (var made in plan.Steps.OfType<CreatePod>())
        {
            room.Take(made.Node, sets.First(set => set.Metadata.Name == made.Set).Spec.Template.Spec);
        }

        // Remembered before it is done: a template that was given up must not be tried again after a crash.
        var status = DeploymentStatus.Of(input, plan, before);
        await RecordAsync(key, status, sets, plan, cancellation);
        await _executor.DoAsync(deployment, sizing, plan.Steps, cancellation);
        foreach (var set in sets)
        {
            await RecordAsync(set, input, cancellation);
        }
    }

    private void Tell(ResourceKey key, RolloutMemory before, RolloutPlan plan)
    {
        if (plan.Memory.Failed.Length > 0 && before.Failed != plan.Memory.Failed)
        {
            _events.Warning(key, "Deployment", "RolledBack", $"The new template is taken back: {plan.Failure}");
        }
        else if (plan.Memory.Proven.Length > 0 && before.Proven != plan.Memory.Proven)
        {
            _events.Normal(key, "Deployment", "RolledOut", "The template runs well at every location.");
        }
    }

    // Figures in the message change with every pod elsewhere: that is not news.
    private void Tell(ResourceKey key, DeploymentStatus? before, RolloutPlan plan)
    {
        foreach (var place in plan.Places)
        {
            var known = before?.Places.FirstOrDefault(known => known.Location == place.Location);
            if (place.Unplaced > 0 && known is not { Unplaced: > 0 })
            {
                _events.Warning(key, "Deployment", "FailedScheduling", place.Message);
            }

            if (place.Refused > 0 && known is not { Refused: > 0 })
            {
                _events.Warning(key, "Deployment", "FailedCreate", place.Message);
            }
        }
    }

    private async Task RecordAsync(
        ResourceKey key, DeploymentStatus status, List<ReplicaSet> sets, RolloutPlan plan,
        CancellationToken cancellation)
    {
        await _documents.UpdateStatusAsync(key, status, cancellation);
        if (sets.Find(set => set.Hash == plan.Target) is not { Revision: > 0 } target)
        {
            return;
        }

        var revision = WorkloadDocuments.Number(target.Revision);
        await _documents.UpdateAsync(
            key,
            document =>
            {
                var metadata = document["metadata"]!.AsObject();
                if ((string?)metadata["annotations"]?[WorkloadLabels.Revision] == revision)
                {
                    return false;
                }

                metadata["annotations"] ??= new JsonObject();
                metadata["annotations"]![WorkloadLabels.Revision] = revision;
                return true;
            },
            cancellation);
    }

    private async Task RecordAsync(ReplicaSet set, RolloutInput input, CancellationToken cancellation)
    {
        var pods = input.Pods.Where(pod => pod.Metadata.IsControlledBy(set.Metadata.Uid)).ToList();
        var ready = pods.Count(pod => pod.Status.Ready);
        var key = new ResourceKey(ResourceNames.ReplicaSets, set.Metadata.Namespace, set.Metadata.Name);
        await _documents.UpdateAsync(
            key,
            document =>
            {
                var status = new ReplicaSetStatus(pods.Count, ready, ready, set.Metadata.Generation);
                var next = JsonTrees.ToTree(status);
                if (JsonNode.DeepEquals(document["status"], next))
                {
                    return false;
                }

                document["status"] = next;
                document["spec"]!["replicas"] = pods.Count;
                return true;
            },
            cancellation);
    }

    // What a Deployment that was deleted leaves behind; and pods of sets that are no more.
    private async Task EndOrphansAsync(NetworkDocuments documents, CancellationToken cancellation)
    {
        var deployments = documents.Deployments.Values.Select(deployment => deployment.Metadata.Uid)
            .ToHashSet(StringComparer.Ordinal);
        var sets = documents.ReplicaSets.Values.ToLookup(
            set => set.Metadata.OwnerReferences.Any(owner => owner.Controller && deployments.Contains(owner.Uid)));
        var uids = sets[true].Select(set => set.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var pod in documents.Pods.Values.Where(pod =>
            !pod.Metadata.OwnerReferences.Any(owner => owner.Controller && uids.Contains(owner.Uid))))
        {
            await EndOrphanAsync(ResourceNames.Pods, pod.Metadata, ResourceNames.ReplicaSets, cancellation);
        }

        foreach (var set in sets[false])
        {
            await EndOrphanAsync(ResourceNames.ReplicaSets, set.Metadata, ResourceNames.Deployments, cancellation);
        }
    }

    // An owner that this version cannot read is not gone: only the store says that.
    private async Task EndOrphanAsync(
        string resource, ObjectMeta orphan, string ownersResource, CancellationToken cancellation)
    {
        foreach (var owner in orphan.OwnerReferences.Where(owner => owner.Controller))
        {
            var stored = await _documents.Store.GetAsync(
                new ResourceKey(ownersResource, orphan.Namespace, owner.Name), cancellation);
            if (stored is not null && CoreJson.Read<Owned>(stored.Document).Metadata.Uid == owner.Uid)
            {
                return;
            }
        }

        await _executor.RemoveAsync(
            new ResourceKey(resource, orphan.Namespace, orphan.Name), orphan.Uid, cancellation);
    }

    private sealed record Owned
    {
        public ObjectMeta Metadata { get; init; } = new();
    }
}
