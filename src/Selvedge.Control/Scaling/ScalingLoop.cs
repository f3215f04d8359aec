using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Control.Workloads;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Horizontal;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Scaling;

/// <summary>Decides the replicas of every HorizontalPodAutoscaler's target, one location at a time, and writes them
/// into its status, from where rollouts take them.</summary>
/// <remarks>What windows and policies need of the past is in memory, as in Kubernetes: after a restart of the control
/// plane a count first stays for the length of its window.</remarks>
public sealed class ScalingLoop(
    DocumentCache cache,
    DocumentStore documents,
    Func<IReadOnlyDictionary<string, NodeStatus>> liveNodes,
    EventRecorder events,
    TimeSpan interval,
    TimeProvider time,
    ILogger<ScalingLoop> log)
{
    private readonly Dictionary<(string Uid, string Location), HorizontalMemory> _memories = [];
    private readonly LoopTrouble _trouble = new(reason => Log.ScalingWaits(log, reason));

    /// <summary>Decides until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // Silence means something only once every node could have spoken.
        await Task.Delay(EvidenceDesk.WarmUp, time, cancellation);
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            await DecideAsync(cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Decides for every target now.</summary>
    internal Task DecideAsync(CancellationToken cancellation) => _trouble.RoundAsync(async () =>
    {
        var current = cache.Current;
        var live = liveNodes();
        foreach (var autoscaler in current.Autoscalers.Values)
        {
            await LoopTrouble.EachAsync(
                () => DecideAsync(current, autoscaler, live, cancellation),
                error => Log.ScalingFailed(
                    log, error, $"{autoscaler.Metadata.Namespace}/{autoscaler.Metadata.Name}"));
        }

        Forget(current);
    });

    private async Task DecideAsync(
        NetworkDocuments current,
        HorizontalPodAutoscaler autoscaler,
        IReadOnlyDictionary<string, NodeStatus> live,
        CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var key = new ResourceKey(
            ResourceNames.HorizontalPodAutoscalers, autoscaler.Metadata.Namespace, autoscaler.Metadata.Name);
        if (Trouble(current, autoscaler, out var deployment) is var (reason, message))
        {
            await documents.UpdateStatusAsync(
                key, AutoscalerStatus.Unable(autoscaler, reason, message, now), cancellation);
            return;
        }

        var decisions = Decisions(current, autoscaler, deployment!, live, now);
        var status = AutoscalerStatus.Of(autoscaler, decisions, now);

        // Remembered before it is done: what is in the status is in force.
        await documents.UpdateStatusAsync(key, status, cancellation);
        foreach (var decision in decisions)
        {
            _memories[(autoscaler.Metadata.Uid, decision.Input.Location)] =
                decision.Memory.Scaled(now, decision.Input.SpecReplicas, decision.Replicas);
            if (AutoscalerStatus.IsMove(decision))
            {
                events.Normal(
                    key, "HorizontalPodAutoscaler", "SuccessfulRescale",
                    $"{deployment!.Metadata.Name} at {decision.Input.Location}: {decision.Reason}");
            }
        }

        await WriteBackAsync(deployment!, decisions, cancellation);
    }

    private static (string Reason, string Message)? Trouble(
        NetworkDocuments current, HorizontalPodAutoscaler autoscaler, out Deployment? deployment)
    {
        var target = autoscaler.Spec.ScaleTargetRef;
        deployment = null;
        if (target.Kind != "Deployment")
        {
            return ("FailedGetScale", $"A {target.Kind} has no replicas here: scaleTargetRef has to be a Deployment.");
        }

        if (!current.Deployments.TryGetValue(new SiteId(autoscaler.Metadata.Namespace, target.Name), out deployment))
        {
            return ("FailedGetScale",
                $"There is no Deployment {target.Name} in {autoscaler.Metadata.Namespace}: apply it, or mend "
                + "scaleTargetRef.name.");
        }

        return current.AutoscalerOf(deployment.Metadata) is { } first
            && first.Metadata.Name != autoscaler.Metadata.Name
                ? ("AmbiguousSelector",
                    $"{target.Name} is scaled by {first.Metadata.Name} already: delete one of the two.")
                : null;
    }

    private IReadOnlyList<HorizontalDecision> Decisions(
        NetworkDocuments current,
        HorizontalPodAutoscaler autoscaler,
        Deployment deployment,
        IReadOnlyDictionary<string, NodeStatus> live,
        DateTimeOffset now)
    {
        var policy = PolicyReader.Read(autoscaler);
        var pods = current.PodsOf(deployment)
            .ToLookup(
                pod => pod.Metadata.Labels.GetValueOrDefault(WorkloadLabels.Location, ""), StringComparer.Ordinal);
        var services = current.Services.Values
            .Where(service => service.Selects(deployment.Metadata.Namespace, deployment.Spec.Template.Metadata.Labels))
            .Select(service => new SiteId(service.Metadata.Namespace, service.Metadata.Name)).ToList();
        var decisions = WorkloadPlaces.Of(
                current, deployment, ImmutableHashSet<(SiteId, string)>.Empty, static _ => null,
                new NodeRoom([], static _ => null))
            .Where(place => place.Planned)
            .Select(place =>
            {
                var heard = place.Nodes.Select(node => live.GetValueOrDefault(node.Name)).OfType<NodeStatus>();
                var evidence = new PlaceEvidence(
                    place.Location, [.. pods[place.Location]], services, [.. heard], now);
                return HorizontalAutoscaler.Decide(
                    policy,
                    evidence.Input(policy, autoscaler, place.Replicas),
                    _memories.GetValueOrDefault(
                        (autoscaler.Metadata.Uid, place.Location), HorizontalMemory.Empty));
            })
            .ToList();
        return PolicyReader.NetworkMaxReplicas(autoscaler) is { } cap
            ? NetworkCap.Share(cap, [.. decisions.Select(decision => (decision, policy.MinReplicas))])
            : decisions;
    }

    // As in Kubernetes, the target's own count follows: without the autoscaler it stays where it was, and a new
    // location begins with what the others need.
    private async Task WriteBackAsync(
        Deployment deployment, IReadOnlyList<HorizontalDecision> decisions, CancellationToken cancellation)
    {
        var most = decisions.Select(decision => decision.Replicas).DefaultIfEmpty().Max();
        if (decisions.Count == 0 || most == deployment.Spec.Replicas)
        {
            return;
        }

        await documents.UpdateAsync(
            new ResourceKey(ResourceNames.Deployments, deployment.Metadata.Namespace, deployment.Metadata.Name),
            document =>
            {
                var stored = CoreJson.Read<Deployment>(document.ToElement());
                if (stored.Metadata.Uid != deployment.Metadata.Uid || stored.Spec.Replicas != deployment.Spec.Replicas)
                {
                    return false;
                }

                document["spec"]!["replicas"] = most;
                document["metadata"]!["generation"] = stored.Metadata.Generation + 1;
                return true;
            },
            cancellation);
    }

    private void Forget(NetworkDocuments current)
    {
        var present = current.Autoscalers.Values.Select(autoscaler => autoscaler.Metadata.Uid)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _memories.Keys.Where(key => !present.Contains(key.Uid)).ToList())
        {
            _memories.Remove(gone);
        }
    }
}
