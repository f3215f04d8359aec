using System.Collections.Immutable;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Runs the pods that the snapshot gives to this node in a Kubernetes cluster: the location is the cluster.
/// </summary>
/// <remarks>One loop owns every <see cref="ClusterPod"/>; what they want done runs beside it and comes back to it. The
/// cluster is listed and watched; while it does not answer, pods are left as they were known last.</remarks>
public sealed class ClusterAgent : IPodHost
{
    /// <summary>How long pods may take beyond their own time where they end with the node.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ClusterPod> _pods = new(StringComparer.Ordinal);
    private readonly List<Task> _underWay = [];
    private readonly ClusterSight _sight = new();
    private readonly PodInbox _inbox;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterAgent> _log;
    private readonly ClusterApi _api;
    private readonly ClusterUsage _usage;
    private readonly PodMetrics _metrics;
    private volatile IReadOnlyDictionary<string, PodSection>? _wanted;
    private volatile IReadOnlyDictionary<string, string> _names = ImmutableDictionary<string, string>.Empty;
    private volatile PodBoard _board = PodBoard.Empty;
    private volatile RuntimeCondition _condition = new(false, "It was not asked yet.", "");

    /// <summary>Runs nothing yet.</summary>
    /// <param name="options">Whose pods, and which cluster.</param>
    /// <param name="time">For back-off and waits.</param>
    /// <param name="log">For logs.</param>
    public ClusterAgent(ClusterOptions options, TimeProvider time, ILogger<ClusterAgent> log)
    {
        _options = options;
        _time = time;
        _log = log;
        _inbox = new PodInbox(time);
        _api = new ClusterApi(options, time);
        _usage = new ClusterUsage(_api);
        _metrics = new PodMetrics(() => _board.Reports.Length, () => _board.Endpoints.Count(one => one.Ready));
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ImmutableArray<PodReport> Reports => _board.Reports;

    /// <inheritdoc/>
    public ImmutableArray<LocalEndpoint> Endpoints => _board.Endpoints;

    /// <inheritdoc/>
    public RuntimeCondition Condition => _condition;

    /// <inheritdoc/>
    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) =>
        PodCheck.Find(next, manifest, _options.Node);

    /// <inheritdoc/>
    public void Swap(Snapshot next)
    {
        // The state before the first snapshot says nothing about pods.
        if (next.Epoch > 0)
        {
            _wanted = next.Pods.Values.Where(pod => pod.Node == _options.Node)
                .ToDictionary(pod => pod.Uid, StringComparer.Ordinal);
            _inbox.Wake();
        }
    }

    /// <summary>Pods do not hang on verdicts.</summary>
    public void Swap(VerdictTable next)
    {
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await LoopAsync(() => false, cancellation);
        if (_options.StopPodsWithNode)
        {
            var longest = _pods.Values.Select(pod => pod.Identity.Grace).DefaultIfEmpty().Max();
            using var patience = new CancellationTokenSource(longest + StopPatience, _time);
            _wanted = ImmutableDictionary<string, PodSection>.Empty;
            await LoopAsync(() => _pods.Count == 0, patience.Token);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public async Task<IAsyncEnumerable<LogLine>?> LogsAsync(
        string @namespace,
        string pod,
        string container,
        bool previous,
        LogQuery query,
        CancellationToken cancellation)
    {
        var report = _board.Reports.FirstOrDefault(one => one.Namespace == @namespace && one.Name == pod);
        var status = report?.Status.ContainerStatuses.FirstOrDefault(
            one => container.Length == 0 || one.Name == container);
        if (report is null || status is null || !_names.TryGetValue(report.Uid, out var name))
        {
            return null;
        }

        var log = await _api.LogAsync(name, status.Name, previous, query, cancellation);
        return log is null ? null : ClusterLog.ReadAsync(log, query.Since, _api.Failure, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _api.Dispose();
        _metrics.Dispose();
    }

    private async Task LoopAsync(Func<bool> isDone, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var observing = ObserveAsync(ending.Token);
        var measuring = MeasureAsync(ending.Token);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                Turn(ending.Token);
                if (isDone())
                {
                    break;
                }

                // What is due waits for a cluster that answers: it wakes the loop.
                await _inbox.WaitAsync(
                    _condition.Works ? _pods.Values.Select(pod => pod.Due).Min() : null, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node is stopping.
        }

        await ending.CancelAsync();
        await Task.WhenAll(_underWay.Append(observing).Append(measuring));
    }

    private void Turn(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        _inbox.Take(now);
        if (_wanted is { } wanted)
        {
            Reconcile(wanted, now);
            if (_condition.Works)
            {
                Act(now, cancellation);
            }
        }

        foreach (var finished in _pods.Where(pair => pair.Value.Finished).Select(pair => pair.Key).ToList())
        {
            _pods.Remove(finished);
            _sight.Clean(finished);
        }

        _underWay.RemoveAll(task => task.IsCompleted);
        Publish();
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
                _underWay.Add(Task.Run(() => DoAsync(pod, action, cancellation), CancellationToken.None));
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
            _inbox.Post(now => pod.Done(action, now));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node is stopping: its next process does what is left.
        }
        catch (RuntimeException error)
        {
            Log.ActionFailed(_log, space, name, error.Reason, error.Message);
            _metrics.Failed(error.Reason);
            _inbox.Post(now => pod.Failed(error, now));
        }
        catch (Exception error)
        {
            // One pod's bug is not the others' end.
            Log.ActionBroke(_log, error, space, name);
            _inbox.Post(now => pod.Failed(
                new RuntimeException(RuntimeException.CreateContainerError, error.Message, false, error), now));
        }
    }

    private void Publish()
    {
        var reports = ImmutableArray.CreateBuilder<PodReport>();
        var endpoints = ImmutableArray.CreateBuilder<LocalEndpoint>();
        foreach (var pod in _pods.Values.OrderBy(pod => pod.Identity.Namespace, StringComparer.Ordinal)
            .ThenBy(pod => pod.Identity.Name, StringComparer.Ordinal)
            .ThenBy(pod => pod.Identity.Uid, StringComparer.Ordinal))
        {
            var status = PodBoard.Under(_condition, pod.Status() with { HostIp = _options.HostAddress });
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

        var next = PodBoard.Of(reports.ToImmutable(), endpoints.ToImmutable());
        var news = next.Summary != _board.Summary;
        _names = _pods.Values.Where(pod => pod.ClusterName.Length > 0)
            .ToDictionary(pod => pod.Identity.Uid, pod => pod.ClusterName, StringComparer.Ordinal);
        _board = next;
        if (news)
        {
            Changed?.Invoke();
        }
    }

    private async Task ObserveAsync(CancellationToken cancellation)
    {
        var wait = Limits.AwayFirst;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var description = await _api.DescribeAsync(cancellation);
                var list = await _api.ListAsync(cancellation);
                _inbox.Post(_ => _sight.Take(list));
                Note(new RuntimeCondition(true, "", description));
                wait = Limits.AwayFirst;
                await FollowAsync(list, cancellation);
                continue;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (RuntimeException error)
            {
                Note(_condition with { Works = false, Reason = error.Message });
                _metrics.Failed(error.Reason);
            }
            catch (Exception error)
            {
                Note(_condition with { Works = false, Reason = error.Message });
                Log.ActionBroke(_log, error, "", "");
            }

            await Task.Delay(wait, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait + wait < Limits.AwayLongest ? wait + wait : Limits.AwayLongest;
        }
    }

    /// <summary>Follows what happens after a list, until it has to be listed again.</summary>
    /// <exception cref="RuntimeException">The cluster went away.</exception>
    private async Task FollowAsync(ClusterList list, CancellationToken cancellation)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = new ClusterWatch(_api.Failure, _time);
        Task[] follows =
        [
            watch.FollowAsync<V1Deployment>(
                _api.WatchDeploymentsAsync, list.DeploymentsVersion,
                (type, item) => _inbox.Post(_ => _sight.Take(type, item)), round.Token),
            watch.FollowAsync<V1Pod>(
                _api.WatchPodsAsync, list.PodsVersion,
                (type, item) => _inbox.Post(_ => _sight.Take(type, item)), round.Token),
        ];
        var first = await Task.WhenAny(follows);
        await round.CancelAsync();
        await Task.WhenAll(follows).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private void Note(RuntimeCondition condition)
    {
        if (condition.Works != _condition.Works || condition.Reason != _condition.Reason)
        {
            if (condition.Works)
            {
                Log.RuntimeUp(_log, "kubernetes", condition.Description);
            }
            else
            {
                Log.RuntimeDown(_log, "kubernetes", condition.Reason);
            }
        }

        _condition = condition;
        _inbox.Wake();
    }

    private async Task MeasureAsync(CancellationToken cancellation)
    {
        var wait = Workloads.Limits.UsageInterval;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(wait, _time, cancellation);
                wait = _condition.Works ? await _usage.MeasureAsync(cancellation) : Workloads.Limits.UsageInterval;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (RuntimeException error)
            {
                _metrics.Failed(error.Reason);
            }
            catch (Exception error)
            {
                Log.ActionBroke(_log, error, "", "");
            }
        }
    }
}
