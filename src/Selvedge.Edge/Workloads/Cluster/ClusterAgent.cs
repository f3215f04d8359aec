using System.Collections.Immutable;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Runs the pods that the snapshot gives to this node in a Kubernetes cluster: the location is the cluster.
/// </summary>
/// <remarks>One loop owns every <see cref="ClusterPod"/>; what they want done runs beside it and comes back to it. The
/// cluster is listed and watched; while it does not answer, pods are left as they were known last.</remarks>
public sealed class ClusterAgent : PodHost
{
    private readonly Dictionary<string, ClusterPod> _pods = new(StringComparer.Ordinal);
    private readonly ClusterSight _sight = new();
    private readonly ClusterOptions _options;
    private readonly ILogger<ClusterAgent> _log;
    private readonly ClusterApi _api;
    private readonly ClusterUsage _usage;
    private volatile IReadOnlyDictionary<string, string> _names = ImmutableDictionary<string, string>.Empty;

    /// <summary>Runs nothing yet.</summary>
    /// <param name="options">Whose pods, and which cluster.</param>
    /// <param name="time">For back-off and waits.</param>
    /// <param name="log">For logs.</param>
    public ClusterAgent(ClusterOptions options, TimeProvider time, ILogger<ClusterAgent> log)
        : base(options.Node, options.StopPodsWithNode, "kubernetes", time, log)
    {
        _options = options;
        _log = log;
        _api = new ClusterApi(options, time);
        _usage = new ClusterUsage(_api);
    }

    private protected override IEnumerable<PodIdentity> Identities => _pods.Values.Select(pod => pod.Identity);

    // What is due waits for a cluster that answers: it wakes the loop.
    private protected override DateTimeOffset? Due =>
        Condition.Works ? _pods.Values.Select(pod => pod.Due).Min() : null;

    /// <inheritdoc/>
    public override async Task<IAsyncEnumerable<LogLine>?> LogsAsync(
        string @namespace,
        string pod,
        string container,
        bool previous,
        LogQuery query,
        CancellationToken cancellation)
    {
        if (Find(@namespace, pod, container) is not var (report, instance)
            || !_names.TryGetValue(report.Uid, out var name))
        {
            return null;
        }

        var log = await _api.LogAsync(name, instance, previous, query, cancellation);
        return log is null ? null : ClusterLog.ReadAsync(log, query.Since, _api.Failure, cancellation);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _api.Dispose();
        base.Dispose();
    }

    private protected override void Turn(DateTimeOffset now, CancellationToken cancellation)
    {
        if (Wanted is { } wanted)
        {
            Reconcile(wanted, now);
            if (Condition.Works)
            {
                Act(now, cancellation);
            }
        }

        foreach (var finished in _pods.Where(pair => pair.Value.Finished).Select(pair => pair.Key).ToList())
        {
            _pods.Remove(finished);
            _sight.Clean(finished);
        }
    }

    private void Reconcile(IReadOnlyDictionary<string, PodSection> wanted, DateTimeOffset now)
    {
        foreach (var section in wanted.Values)
        {
            if (!_pods.TryGetValue(section.Uid, out var pod))
            {
                pod = new ClusterPod(ClusterObjects.Identity(section), now);
                _pods.Add(section.Uid, pod);
            }

            if (!pod.Ending && !ReferenceEquals(pod.Section, section))
            {
                pod.Want(section, now);
            }
        }

        // What an earlier process of the node made and no snapshot has any more.
        foreach (var orphan in _sight.Owners().Where(one => !wanted.ContainsKey(one.Uid)))
        {
            if (!_pods.ContainsKey(orphan.Uid))
            {
                _pods.Add(orphan.Uid, new ClusterPod(orphan, now));
            }
        }

        var seen = _sight.ByUid();
        foreach (var (uid, pod) in _pods)
        {
            var (deployment, pods) = seen.TryGetValue(uid, out var found) ? found : (null, []);
            See(pod, deployment, pods, now);
            if (!pod.Ending && !wanted.ContainsKey(uid))
            {
                pod.End(now);
            }
        }
    }

    private void See(ClusterPod pod, V1Deployment? deployment, List<V1Pod> pods, DateTimeOffset now)
    {
        try
        {
            pod.See(deployment, pods, now);
        }
        catch (Exception error)
        {
            // What a cluster says may be stranger than thought: one pod's is not the others' end.
            Log.ActionBroke(_log, error, pod.Identity.Namespace, pod.Identity.Name);
        }
    }

    private void Act(DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var pod in _pods.Values.Where(_ => _sight.Known))
        {
            if (pod.Next(now) is { } action)
            {
                UnderWay.Add(Task.Run(() => DoAsync(pod, action, cancellation), CancellationToken.None));
            }
        }
    }

    private async Task DoAsync(ClusterPod pod, ClusterAction action, CancellationToken cancellation)
    {
        var (space, name) = (pod.Identity.Namespace, pod.Identity.Name);
        try
        {
            Log.Acting(_log, space, name, action.GetType().Name);
            await (action switch
            {
                ClusterAction.Apply apply => _api.ApplyAsync(apply.Section, apply.Seen, cancellation),
                ClusterAction.End end => _api.EndAsync(end.Deployment, cancellation),
                ClusterAction.Clean clean => _api.CleanAsync(clean.Uid, cancellation),
                _ => Task.CompletedTask,
            });
            Inbox.Post(now => pod.Done(action, now));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node is stopping: its next process does what is left.
        }
        catch (RuntimeException error)
        {
            Log.ActionFailed(_log, space, name, error.Reason, error.Message);
            Metrics.Failed(error.Reason);
            Inbox.Post(now => pod.Failed(error, now));
        }
        catch (Exception error)
        {
            // One pod's bug is not the others' end.
            Log.ActionBroke(_log, error, space, name);
            Inbox.Post(now => pod.Failed(
                new RuntimeException(RuntimeException.CreateContainerError, error.Message, false, error), now));
        }
    }

    private protected override PodBoard Look()
    {
        var reports = ImmutableArray.CreateBuilder<PodReport>();
        var endpoints = ImmutableArray.CreateBuilder<LocalEndpoint>();
        foreach (var pod in _pods.Values.OrderBy(pod => pod.Identity.Namespace, StringComparer.Ordinal)
            .ThenBy(pod => pod.Identity.Name, StringComparer.Ordinal)
            .ThenBy(pod => pod.Identity.Uid, StringComparer.Ordinal))
        {
            var status = PodBoard.Under(Condition, pod.Status() with { HostIp = _options.HostAddress });
            var use = _usage.Find(pod.ClusterName);
            reports.Add(new PodReport(
                pod.Identity.Namespace, pod.Identity.Name, pod.Identity.Uid, status,
                PodBoard.Ports(pod.Section, pod.Address),
                use.IsEmpty ? null : use.Sum(one => one.CpuMillis),
                use.IsEmpty ? null : use.Sum(one => one.MemoryBytes))
            {
                Events = pod.Events,
                Use = use,
            });
            if (pod is { Section: { } section, Address: { } address })
            {
                endpoints.Add(new LocalEndpoint(
                    section.Namespace, section.Name, section.Uid, section.Labels, section.Spec, pod.Ready, address));
            }
        }

        _names = _pods.Values.Where(pod => pod.ClusterName.Length > 0)
            .ToDictionary(pod => pod.Identity.Uid, pod => pod.ClusterName, StringComparer.Ordinal);
        return PodBoard.Of(reports.ToImmutable(), endpoints.ToImmutable());
    }

    private protected override async Task ObserveAsync(CancellationToken cancellation)
    {
        var wait = Limits.AwayFirst;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var description = await _api.DescribeAsync(cancellation);
                var list = await _api.ListAsync(cancellation);
                Inbox.Post(_ => _sight.Take(list));
                Note(new RuntimeCondition(true, "", description));
                wait = Limits.AwayFirst;
                await FollowAsync(list, cancellation);
                continue;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                NoteFailure(error);
            }

            await Task.Delay(wait, Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait + wait < Limits.AwayLongest ? wait + wait : Limits.AwayLongest;
        }
    }

    /// <summary>Follows what happens after a list, until it has to be listed again.</summary>
    /// <exception cref="RuntimeException">The cluster went away.</exception>
    private async Task FollowAsync(ClusterList list, CancellationToken cancellation)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = new ClusterWatch(_api.Failure, Time);
        Task[] follows =
        [
            watch.FollowAsync<V1Deployment>(
                _api.WatchDeploymentsAsync, list.DeploymentsVersion,
                (type, item) => Inbox.Post(_ => _sight.Take(type, item)), round.Token),
            watch.FollowAsync<V1Pod>(
                _api.WatchPodsAsync, list.PodsVersion,
                (type, item) => Inbox.Post(_ => _sight.Take(type, item)), round.Token),
        ];
        var first = await Task.WhenAny(follows);
        await round.CancelAsync();
        await Task.WhenAll(follows).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private protected override async Task MeasureAsync(CancellationToken cancellation)
    {
        var wait = Workloads.Limits.UsageInterval;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(wait, Time, cancellation);
                wait = Condition.Works ? await _usage.MeasureAsync(cancellation) : Workloads.Limits.UsageInterval;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (RuntimeException error)
            {
                Metrics.Failed(error.Reason);
            }
            catch (Exception error)
            {
                Log.ActionBroke(_log, error, "", "");
            }
        }
    }
}
