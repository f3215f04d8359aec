using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>What hosts of pods do alike: snapshots are taken in, one loop owns every pod and publishes how they are,
/// and two tasks beside it look and measure.</summary>
public abstract class PodHost : IPodHost
{
    /// <summary>How long pods may take beyond their own time where they end with the node.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly string _node;
    private readonly bool _stopsPods;
    private readonly string _runtime;
    private readonly ILogger _log;
    private volatile IReadOnlyDictionary<string, PodSection>? _wanted;
    private volatile PodBoard _board = PodBoard.Empty;
    private volatile RuntimeCondition _condition = new(false, "It was not asked yet.", "");

    /// <summary>Runs nothing yet.</summary>
    /// <param name="node">Whose pods.</param>
    /// <param name="stopsPods">Whether they end with the node.</param>
    /// <param name="runtime">What runs them, for logs.</param>
    /// <param name="time">For back-off, probes and waits.</param>
    /// <param name="log">For logs.</param>
    private protected PodHost(string node, bool stopsPods, string runtime, TimeProvider time, ILogger log)
    {
        (_node, _stopsPods, _runtime, Time, _log) = (node, stopsPods, runtime, time, log);
        Inbox = new PodInbox(time);
        Metrics = new PodMetrics(() => _board.Reports.Length, () => _board.Endpoints.Count(one => one.Ready));
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ImmutableArray<PodReport> Reports => _board.Reports;

    /// <inheritdoc/>
    public ImmutableArray<LocalEndpoint> Endpoints => _board.Endpoints;

    /// <inheritdoc/>
    public RuntimeCondition Condition => _condition;

    /// <summary>For back-off, probes and waits.</summary>
    private protected TimeProvider Time { get; }

    /// <summary>What the loop is told.</summary>
    private protected PodInbox Inbox { get; }

    private protected PodMetrics Metrics { get; }

    /// <summary>What runs beside the loop and comes back to it.</summary>
    private protected List<Task> UnderWay { get; } = [];

    /// <summary>The pods that the snapshot gives to this node, by uid; null: there was no snapshot yet.</summary>
    private protected IReadOnlyDictionary<string, PodSection>? Wanted => _wanted;

    /// <summary>Of every pod that is known.</summary>
    private protected abstract IEnumerable<PodIdentity> Identities { get; }

    /// <summary>When the loop has to look again though nothing comes; null: not at all.</summary>
    private protected abstract DateTimeOffset? Due { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SectionRefusal> Check(Snapshot next, Manifest manifest) =>
        PodCheck.Find(next, manifest, _node);

    /// <inheritdoc/>
    public void Swap(Snapshot next)
    {
        // The state before the first snapshot says nothing about pods.
        if (next.Epoch > 0)
        {
            _wanted = next.Pods.Values.Where(pod => pod.Node == _node)
                .ToDictionary(pod => pod.Uid, StringComparer.Ordinal);
            Inbox.Wake();
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
        if (_stopsPods)
        {
            var longest = Identities.Select(pod => pod.Grace).DefaultIfEmpty().Max();
            using var patience = new CancellationTokenSource(longest + StopPatience, Time);
            _wanted = ImmutableDictionary<string, PodSection>.Empty;
            await LoopAsync(() => !Identities.Any(), patience.Token);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public abstract Task<IAsyncEnumerable<LogLine>?> LogsAsync(
        string @namespace,
        string pod,
        string container,
        bool previous,
        LogQuery query,
        CancellationToken cancellation);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Metrics.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One turn of the loop, which nothing else runs beside.</summary>
    private protected abstract void Turn(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>How every pod is, after a turn.</summary>
    private protected abstract PodBoard Look();

    /// <summary>Looks at what runs until cancelled.</summary>
    private protected abstract Task ObserveAsync(CancellationToken cancellation);

    /// <summary>Measures what pods take until cancelled.</summary>
    private protected abstract Task MeasureAsync(CancellationToken cancellation);

    /// <summary>The report of a pod and the status of one of its containers, as logs are asked for.</summary>
    /// <returns>Null where there is none.</returns>
    private protected (PodReport Report, string Container)? Find(string @namespace, string pod, string container)
    {
        var report = _board.Reports.FirstOrDefault(one => one.Namespace == @namespace && one.Name == pod);
        var status = report?.Status.ContainerStatuses.FirstOrDefault(
            one => container.Length == 0 || one.Name == container);
        return report is null || status is null ? null : (report, status.Name);
    }

    /// <summary>Takes in whether what runs pods works; tells where that changed.</summary>
    private protected void Note(RuntimeCondition condition)
    {
        if (condition.Works != _condition.Works || condition.Reason != _condition.Reason)
        {
            if (condition.Works)
            {
                Log.RuntimeUp(_log, _runtime, condition.Description);
            }
            else
            {
                Log.RuntimeDown(_log, _runtime, condition.Reason);
            }
        }

        _condition = condition;
        Inbox.Wake();
    }

    /// <summary>Takes in that what runs pods does not work.</summary>
    private protected void NoteFailure(Exception error)
    {
        Note(_condition with { Works = false, Reason = error.Message });
        if (error is RuntimeException { Reason: var reason })
        {
            Metrics.Failed(reason);
        }
        else
        {
            Log.ActionBroke(_log, error, "", "");
        }
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
                var now = Time.GetUtcNow();
                Inbox.Take(now);
                Turn(now, ending.Token);
                UnderWay.RemoveAll(task => task.IsCompleted);
                Publish(Look());
                if (isDone())
                {
                    break;
                }

                await Inbox.WaitAsync(Due, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node is stopping.
        }

        await ending.CancelAsync();
        await Task.WhenAll(UnderWay.Append(observing).Append(measuring));
    }

    private void Publish(PodBoard next)
    {
        var news = next.Summary != _board.Summary;
        _board = next;
        if (news)
        {
            Changed?.Invoke();
        }
    }
}
