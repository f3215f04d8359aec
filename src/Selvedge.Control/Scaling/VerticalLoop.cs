using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Vertical;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Scaling;

/// <summary>Looks at what the containers of every VerticalPodAutoscaler's target use, and writes what they should
/// request into its status, from where pods that begin take it.</summary>
public sealed class VerticalLoop
{
    /// <summary>Decisions of horizontal scaling for one look: a look a minute at the default interval, as Kubernetes'
    /// recommender.</summary>
    public const int IntervalsPerLook = 4;

    // A kill costs so many looks of days of them.
    private const int LooksPerCheckpoint = 10;

    private readonly DocumentCache _cache;
    private readonly DocumentStore _documents;
    private readonly Func<IReadOnlyDictionary<string, NodeStatus>> _liveNodes;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<VerticalLoop> _log;
    private readonly UsageBook _book;
    private readonly VerticalPolicy _policy = new();
    private readonly LoopTrouble _trouble;
    private int _looks;

    /// <summary>Works by what the cache knows.</summary>
    /// <param name="cache">The documents.</param>
    /// <param name="documents">For statuses.</param>
    /// <param name="memory">Keeps histories.</param>
    /// <param name="liveNodes">What the nodes that speak last said.</param>
    /// <param name="interval">Between two looks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For logs.</param>
    public VerticalLoop(
        DocumentCache cache,
        DocumentStore documents,
        InternalDocuments memory,
        Func<IReadOnlyDictionary<string, NodeStatus>> liveNodes,
        TimeSpan interval,
        TimeProvider time,
        ILogger<VerticalLoop> log)
    {
        (_cache, _documents, _liveNodes) = (cache, documents, liveNodes);
        (_interval, _time, _log) = (interval, time, log);
        _book = new UsageBook(memory, log);
        _trouble = new LoopTrouble(reason => Log.ScalingWaits(log, reason));
    }

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await LookAsync(cancellation);
        }
    }

    /// <summary>Looks now.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        var current = _cache.Current;
        await _trouble.RoundAsync(async () =>
        {
            var reports = _liveNodes().Values.SelectMany(node => node.Pods)
                .GroupBy(report => report.Uid, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
            foreach (var autoscaler in current.VerticalAutoscalers.Values)
            {
                await LoopTrouble.EachAsync(
                    () => LookAsync(current, autoscaler, reports, cancellation),
                    error => Log.ScalingFailed(
                        _log, error, $"{autoscaler.Metadata.Namespace}/{autoscaler.Metadata.Name}"));
            }

            if (_looks++ % LooksPerCheckpoint == 0)
            {
                await _book.ForgetAsync(
                    current.VerticalAutoscalers.Values.Select(one => one.Metadata.Uid)
                        .ToHashSet(StringComparer.Ordinal),
                    current.Pods.Values.Select(pod => pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal),
                    cancellation);
                await _book.KeepAsync(cancellation);
            }
        });
    }

    private async Task LookAsync(
        NetworkDocuments current,
        VerticalPodAutoscaler autoscaler,
        Dictionary<string, PodReport> reports,
        CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        if (Trouble(current, autoscaler, out var deployment) is { } trouble)
        {
            await WriteAsync(autoscaler, autoscaler.Status.Recommendation, trouble, cancellation);
            return;
        }

        var containers = deployment!.Spec.Template.Spec.Containers;
        foreach (var container in containers)
        {
            await _book.LoadAsync(autoscaler, container.Name, cancellation);
        }

        foreach (var pod in current.PodsOf(deployment))
        {
            if (reports.TryGetValue(pod.Metadata.Uid, out var report))
            {
                _book.Observe(autoscaler, _policy, pod, report, now);
            }
        }

        var advice = containers.Select(container => VerticalAdvice.Of(
                container.Name, autoscaler.Spec.PolicyOf(container.Name),
                VerticalRecommender.Recommend(_policy, _book.Of(autoscaler, container.Name))))
            .OfType<ContainerRecommendation>().ToImmutableArray();
        var condition = advice.IsEmpty
            ? new Condition(
                VerticalConditions.Provided, "False", "NoPodsMeasured",
                $"No pod of {deployment.Metadata.Name} was measured yet.", now)
            : new Condition(
                VerticalConditions.Provided, "True", "Measured",
                $"{deployment.Metadata.Name} is measured at every look.", now);
        await WriteAsync(
            autoscaler, new VerticalRecommendations { ContainerRecommendations = advice }, condition, cancellation);
    }

    private Condition? Trouble(
        NetworkDocuments current, VerticalPodAutoscaler autoscaler, out Deployment? deployment)
    {
        var target = autoscaler.Spec.TargetRef;
        deployment = current.Deployments.GetValueOrDefault(new SiteId(autoscaler.Metadata.Namespace, target.Name));
        return target.Kind != "Deployment"
            ? No("UnsupportedTarget", $"A {target.Kind} has no pods here: targetRef has to be a Deployment.")
            : deployment is null
            ? No("NoTarget", $"There is no Deployment {target.Name} in {autoscaler.Metadata.Namespace}: apply it, or "
                + "mend targetRef.name.")
            : current.VerticalAutoscalerOf(deployment.Metadata) is { } first
                && first.Metadata.Name != autoscaler.Metadata.Name
            ? No("AmbiguousTarget",
                $"{target.Name} has a recommender already, {first.Metadata.Name}: delete one of the two.")
            : null;

        Condition No(string reason, string message) =>
            new(VerticalConditions.Provided, "False", reason, message, _time.GetUtcNow());
    }

    // What differs only a little is left as it stands: each look would be a write else.
    private async Task WriteAsync(
        VerticalPodAutoscaler autoscaler, VerticalRecommendations next, Condition condition,
        CancellationToken cancellation)
    {
        var before = autoscaler.Status.Recommendation.ContainerRecommendations;
        var after = next.ContainerRecommendations;
        var told = before.Length == after.Length && before.Zip(after).All(pair =>
            pair.First.ContainerName == pair.Second.ContainerName
            && !VerticalAdvice.Differs(pair.First, pair.Second));
        await _documents.UpdateStatusAsync(
            new ResourceKey(
                ResourceNames.VerticalPodAutoscalers, autoscaler.Metadata.Namespace, autoscaler.Metadata.Name),
            new VerticalPodAutoscalerStatus
            {
                Recommendation = told ? autoscaler.Status.Recommendation : next,
                Conditions = [condition.Since(autoscaler.Status.Conditions)],
            },
            cancellation);
    }
}
