using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Runs the pods that the snapshot gives to this node.</summary>
/// <remarks>One loop owns every <see cref="PodMachine"/>; what they want done runs beside it and comes back to it.
/// Until the first snapshot nothing is touched; from then on, a pod that no snapshot has is ended gracefully. A control
/// plane or a bus that is away changes no snapshot, and so ends no pod.</remarks>
public sealed class PodAgent : PodHost
{
    /// <summary>Between looks while something is ending: somebody waits for it.</summary>
    private static readonly TimeSpan HurriedInterval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, PodMachine> _pods = new(StringComparer.Ordinal);
    private readonly PodAgentOptions _options;
    private readonly IContainerRuntime _runtime;
    private readonly ILogger<PodAgent> _log;
    private readonly PodVolumes _volumes;
    private readonly PodActor _actor;
    private readonly PodUsage _usage;

    // What the runtime had at the last look, by pod. Nobody else starts anything: a pod that comes needs no other look.
    private ILookup<string, OwnedContainer>? _seen;

    /// <summary>Runs nothing yet.</summary>
    /// <param name="options">Whose pods, and where.</param>
    /// <param name="runtime">What runs them; disposed by whoever made it, after this.</param>
    /// <param name="time">For back-off, probes and waits.</param>
    /// <param name="log">For logs.</param>
    public PodAgent(PodAgentOptions options, IContainerRuntime runtime, TimeProvider time, ILogger<PodAgent> log)
        : base(options.Node, options.StopPodsWithNode, runtime.Name, time, log)
    {
        _options = options;
        _runtime = runtime;
        _log = log;
        _volumes = new PodVolumes(Path.Combine(Path.GetFullPath(options.StateDirectory), "volumes"));
        _actor = new PodActor(runtime, _volumes, Metrics, time, log);
        _usage = new PodUsage(runtime, time);
    }

    private protected override IEnumerable<PodIdentity> Identities => _pods.Values.Select(pod => pod.Identity);

    private protected override DateTimeOffset? Due => _pods.Values.Select(pod => pod.Due).Min();

    /// <inheritdoc/>
    public override async Task<IAsyncEnumerable<LogLine>?> LogsAsync(
        string @namespace,
        string pod,
        string container,
        bool previous,
        LogQuery query,
        CancellationToken cancellation)
    {
        if (Find(@namespace, pod, container) is not var (report, name))
        {
            return null;
        }

        // While one waits to be started again, the last instance is both the newest and the one before.
        var instance = (await _runtime.ListAsync(cancellation))
            .Where(one => one.Pod.Uid == report.Uid && one.Name == name
                && (!previous || one.Attempt == RestartsOf(report, name) - 1))
            .MaxBy(one => one.Attempt);
        return instance is null ? null : _runtime.LogsAsync(instance.Id, query, cancellation);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _actor.Dispose();
        base.Dispose();
    }

    private protected override void Turn(DateTimeOffset now, CancellationToken cancellation)
    {
        if (Wanted is { } wanted)
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
    }

    private protected override PodBoard Look() =>
        PodBoard.Of(_pods.Values, _usage, Condition, _options.HostAddress);

    private static int RestartsOf(PodReport report, string container) =>
        report.Status.ContainerStatuses.First(one => one.Name == container).RestartCount;

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
                    UnderWay.Add(Task.Run(() => Rewrite(section), CancellationToken.None));
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
                UnderWay.Add(Task.Run(
                    async () =>
                    {
                        var answer = await _actor.DoAsync(pod.Identity, section, address, action, cancellation);
                        if (answer is not null)
                        {
                            Inbox.Post(later => Handle(pod, answer, later, cancellation));
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
        if (Wanted is not { } wanted)
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

    private protected override async Task ObserveAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (!Condition.Works)
                {
                    Note(await _runtime.CheckAsync(cancellation));
                }

                if (Condition.Works)
                {
                    var seen = await _runtime.ListAsync(cancellation);
                    Inbox.Post(now => See(seen, now, cancellation));
                }

                await Task.Delay(
                    Reports.Any(report => report.Status.Reason == "Terminating")
                        ? HurriedInterval
                        : Limits.ObserveInterval,
                    Time, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                NoteFailure(error);
            }
        }
    }

    private protected override async Task MeasureAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Limits.UsageInterval, Time, cancellation);
                await _usage.MeasureAsync(
                    [
                        .. Reports.Select(report => (
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
                Metrics.Failed(error.Reason);
            }
        }
    }
}
