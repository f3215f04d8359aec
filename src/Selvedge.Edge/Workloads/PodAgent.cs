using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Runs the pods that the snapshot gives to this node.</summary>
/// <remarks>One loop owns every <see cref="PodMachine"/>; what they want done runs beside it and comes back to it.
/// Until the first snapshot nothing is touched; from then on, a pod that no snapshot has is ended gracefully. A control
/// plane or a bus that is away changes no snapshot, and so ends no pod.</remarks>
public sealed class PodAgent : IPodHost
{
    /// <summary>Between looks while something is ending: somebody waits for it.</summary>
    private static readonly TimeSpan HurriedInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long pods may take beyond their own time where they end with the node.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, PodMachine> _pods = new(StringComparer.Ordinal);
    private readonly List<Task> _underWay = [];
    private readonly PodInbox _inbox;
    private readonly PodAgentOptions _options;
    private readonly IContainerRuntime _runtime;
    private readonly TimeProvider _time;
    private readonly ILogger<PodAgent> _log;
    private readonly PodVolumes _volumes;
    private readonly PodMetrics _metrics;
    private readonly PodActor _actor;
    private readonly PodUsage _usage;
    private volatile IReadOnlyDictionary<string, PodSection>? _wanted;

    // What the runtime had at the last look, by pod. Nobody else starts anything: a pod that comes needs no other look.
    private ILookup<string, OwnedContainer>? _seen;
    private volatile PodBoard _board = PodBoard.Empty;
    private volatile RuntimeCondition _condition = new(false, "It was not asked yet.", "");

    /// <summary>Runs nothing yet.</summary>
    /// <param name="options">Whose pods, and where.</param>
    /// <param name="runtime">What runs them; disposed by whoever made it, after this.</param>
    /// <param name="time">For back-off, probes and waits.</param>
    /// <param name="log">For logs.</param>
    public PodAgent(PodAgentOptions options, IContainerRuntime runtime, TimeProvider time, ILogger<PodAgent> log)
    {
        _options = options;
        _runtime = runtime;
        _time = time;
        _log = log;
        _inbox = new PodInbox(time);
        _volumes = new PodVolumes(Path.Combine(Path.GetFullPath(options.StateDirectory), "volumes"));
        _metrics = new PodMetrics(() => _board.Reports.Length, () => _board.Endpoints.Count(one => one.Ready));
        _actor = new PodActor(runtime, _volumes, _metrics, time, log);
        _usage = new PodUsage(runtime, time);
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
        if (report is null || status is null)
        {
            return null;
        }

        // While one waits to be started again, the last instance is both the newest and the one before.
        var instance = (await _runtime.ListAsync(cancellation))
            .Where(one => one.Pod.Uid == report.Uid && one.Name == status.Name
                && (!previous || one.Attempt == status.RestartCount - 1))
            .MaxBy(one => one.Attempt);
        return instance is null ? null : _runtime.LogsAsync(instance.Id, query, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _actor.Dispose();
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

                await _inbox.WaitAsync(_pods.Values.Select(pod => pod.Due).Min(), cancellation);
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
            Reconcile(wanted, now, cancellation);
        }

        foreach (var pod in _pods.Values.Where(pod => pod.Due <= now).ToList())
        {
            Handle(pod, new PodInput.Tick(), now, cancellation);
        }

        foreach (var finished in _pods.Where(pair => pair.Value.Finished).Select(pair => pair.Key).ToList())
        {
            _pods.Remove(finished);
            _seen = _seen?.SelectMany(one => one).Where(one => one.Pod.Uid != finished)
                .ToLookup(one => one.Pod.Uid, StringComparer.Ordinal);
        }

        _underWay.RemoveAll(task => task.IsCompleted);
        var next = PodBoard.Of(_pods.Values, _usage, _condition, _options.HostAddress);
        var news = next.Summary != _board.Summary;
        _board = next;
        if (news)
        {
            Changed?.Invoke();
        }
    }

    private void Reconcile(
        IReadOnlyDictionary<string, PodSection> wanted, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var section in wanted.Values)
        {
            if (!_pods.TryGetValue(section.Uid, out var pod))
            {
                pod = new PodMachine(
                    new PodIdentity(
                        section.Namespace, section.Name, section.Uid,
                        TimeSpan.FromSeconds(section.Spec.TerminationGracePeriodSeconds)),
                    now);
                _pods.Add(section.Uid, pod);
            }

            if (!ReferenceEquals(pod.Section, section) && !pod.Ending)
            {
                var isNew = pod.Section is null;
                Handle(pod, new PodInput.Wanted(section), now, cancellation);
                if (isNew && _seen is not null)
                {
                    Handle(pod, new PodInput.Observed([.. _seen[section.Uid]]), now, cancellation);
                }
                else if (!isNew)
                {
                    _underWay.Add(Task.Run(() => Rewrite(section), CancellationToken.None));
                }
            }
        }

        foreach (var pod in _pods.Values.Where(pod => !pod.Ending && !wanted.ContainsKey(pod.Identity.Uid)).ToList())
        {
            Handle(pod, new PodInput.Unwanted(), now, cancellation);
        }
    }

    // A running container sees the new texts in its files, as in Kubernetes; its variables stay.
    private void Rewrite(PodSection section)
    {
        try
        {
            if (!_volumes.TryWrite(section, out var problem))
            {
                Log.ActionFailed(_log, section.Namespace, section.Name, PodMachine.ConfigError, problem);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.ActionFailed(_log, section.Namespace, section.Name, PodMachine.ConfigError, error.Message);
        }
    }

    private void Handle(PodMachine pod, PodInput input, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            foreach (var action in pod.Handle(input, now))
            {
                var (section, address) = (pod.Section, pod.Address);
                _underWay.Add(Task.Run(
                    async () =>
                    {
                        var answer = await _actor.DoAsync(pod.Identity, section, address, action, cancellation);
                        if (answer is not null)
                        {
                            _inbox.Post(later => Handle(pod, answer, later, cancellation));
                        }
                    },
                    CancellationToken.None));
            }
        }
        catch (Exception error)
        {
            // One pod's bug is not the others' end.
            Log.ActionBroke(_log, error, pod.Identity.Namespace, pod.Identity.Name);
        }
    }

    private void See(IReadOnlyList<OwnedContainer> seen, DateTimeOffset now, CancellationToken cancellation)
    {
        _seen = seen.ToLookup(one => one.Pod.Uid, StringComparer.Ordinal);
        if (_wanted is not { } wanted)
        {
            return;
        }

        // What an earlier process of the node started and no snapshot has any more.
        foreach (var orphan in seen.Where(one => !_pods.ContainsKey(one.Pod.Uid) && !wanted.ContainsKey(one.Pod.Uid))
            .DistinctBy(one => one.Pod.Uid, StringComparer.Ordinal).ToList())
        {
            var pod = new PodMachine(orphan.Pod, now);
            _pods.Add(orphan.Pod.Uid, pod);
            Handle(pod, new PodInput.Unwanted(), now, cancellation);
        }

        foreach (var (uid, pod) in _pods.ToList())
        {
            Handle(pod, new PodInput.Observed([.. _seen[uid]]), now, cancellation);
        }
    }

    private async Task ObserveAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (!_condition.Works)
                {
                    Note(await _runtime.CheckAsync(cancellation));
                }

                if (_condition.Works)
                {
                    var seen = await _runtime.ListAsync(cancellation);
                    _inbox.Post(now => See(seen, now, cancellation));
                }

                await Task.Delay(
                    _board.Reports.Any(report => report.Status.Reason == "Terminating")
                        ? HurriedInterval
                        : Limits.ObserveInterval,
                    _time, cancellation);
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
        }
    }

    private void Note(RuntimeCondition condition)
    {
        if (condition.Works != _condition.Works || condition.Reason != _condition.Reason)
        {
            if (condition.Works)
            {
                Log.RuntimeUp(_log, _runtime.Name, condition.Description);
            }
            else
            {
                Log.RuntimeDown(_log, _runtime.Name, condition.Reason);
            }
        }

        _condition = condition;
        _inbox.Wake();
    }

    private async Task MeasureAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Limits.UsageInterval, _time, cancellation);
                await _usage.MeasureAsync(
                    [
                        .. _board.Reports.Select(report => (
                            report.Uid,
                            report.Status.ContainerStatuses.Select(status => status.ContainerId)
                                .Where(id => id.Length > 0).ToArray())),
                    ],
                    cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (RuntimeException error)
            {
                _metrics.Failed(error.Reason);
            }
        }
    }
}
