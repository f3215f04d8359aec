using System.Globalization;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Purging;
using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Node;

/// <summary>Applies the network's purges in order, and knows how far it is. What was missed for good empties the whole
/// cache. A process begins so too: objects may have come into its cache before it first heard of the log.</summary>
public sealed class PurgeFollower : IDisposable
{
    private readonly NodeState _state;
    private readonly Func<Purge, int> _apply;
    private readonly Action _purgeEverything;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<long, int> _removed = [];
    private readonly CueFeed _feed;
    private string? _lineage;
    private long _caughtUpAt = long.MinValue;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="state">Its <see cref="NodeState.PurgeSequence"/> is written here, after the cache.</param>
    /// <param name="apply">Removes what a purge names from the cache; returns how many objects it held.</param>
    /// <param name="purgeEverything">Empties the cache.</param>
    /// <param name="time">For intervals.</param>
    /// <param name="logger">For logs.</param>
    public PurgeFollower(
        NodeState state,
        Func<Purge, int> apply,
        Action purgeEverything,
        TimeProvider time,
        ILogger<PurgeFollower> logger)
    {
        _state = state;
        _apply = apply;
        _purgeEverything = purgeEverything;
        _time = time;
        _logger = logger;
        _feed = new CueFeed(time);
    }

    /// <summary>When, by <see cref="TimeProvider.GetTimestamp"/>, the comparison with the log began that last found
    /// this node to be current; <see cref="long.MinValue"/> before the first.</summary>
    public long CaughtUpAt => Interlocked.Read(ref _caughtUpAt);

    /// <summary>Compares with the log soon; for the fence, after a stall.</summary>
    public void RequestCatchUp() => _feed.Nudge();

    /// <summary>Follows the log until cancelled.</summary>
    public async Task RunAsync(NodeBus bus, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var fill = _feed.FillAsync(bus, [(CueSource.Purges, bus.PurgesAsync(stop.Token))], stop.Token);
        try
        {
            await foreach (var cue in _feed.Reader.ReadAllAsync(cancellation))
            {
                await ReactAsync(bus, cue, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            await stop.CancelAsync();
            await fill.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Does what a command asks: applies the purge, after those before it.</summary>
    /// <returns>Null where the purges before it cannot be read now.</returns>
    internal async ValueTask<PurgeDone?> DoAsync(NodeBus bus, PurgeIssue issue, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!TryTake(issue) && !await CatchUpAsync(bus, cancellation))
            {
                return null;
            }

            return _lineage == issue.Lineage && _state.PurgeSequence >= issue.Purge.Sequence
                ? new PurgeDone(_state.PurgeSequence, _removed.GetValueOrDefault(issue.Purge.Sequence))
                : null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask ReactAsync(NodeBus bus, Cue cue, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (cue.Source == CueSource.Reconcile || !TryTake(cue.Message))
            {
                await CatchUpAsync(bus, cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    // False: only the log can tell what to do.
    private bool TryTake(BusMessage message)
    {
        if (BusCodec.TryReadPurgeHead(message.Bytes.Span, out var head, out _))
        {
            return head.Lineage == _lineage && head.PurgeSequence <= _state.PurgeSequence;
        }

        if (BusCodec.TryReadPurge(message.Bytes.Span, out var issue, out var reason)
            && message.Key == Key(issue.Purge.Sequence))
        {
            return TryTake(issue);
        }

        NodeMetrics.Drop("purge");
        Log.MessageDropped(_logger, message.Key, reason.Length > 0 ? reason : "misplaced");
        return true;
    }

    private bool TryTake(PurgeIssue issue)
    {
        if (issue.Lineage != _lineage || issue.Purge.Sequence > _state.PurgeSequence + 1)
        {
            return false;
        }

        if (issue.Purge.Sequence == _state.PurgeSequence + 1)
        {
            Apply(issue.Purge);
        }

        return true;
    }

    private void Apply(Purge purge)
    {
        _removed[purge.Sequence] = _apply(purge);
        _removed.Remove(purge.Sequence - Limits.PurgeResultsKept);
        NodeMetrics.Purges.Add(1);
        _state.PurgeSequence = purge.Sequence;
    }

    private async ValueTask<bool> CatchUpAsync(NodeBus bus, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        var read = await bus.ReadPurgeHeadAsync(cancellation);
        if (read.Outcome != BusReadOutcome.Found)
        {
            return false;
        }

        if (!BusCodec.TryReadPurgeHead(read.Bytes.Span, out var head, out var reason))
        {
            NodeMetrics.Drop("purge");
            Log.MessageDropped(_logger, "head", reason);
            return false;
        }

        if (head.Lineage != _lineage)
        {
            JumpTo(head, _lineage is null ? "the process is new" : "the network's store is another one");
        }
        else if (head.PurgeSequence - _state.PurgeSequence > BusLimits.PurgesKept)
        {
            JumpTo(head, "more purges were missed than are kept");
        }
        else if (!await ApplyMissedAsync(bus, head, cancellation))
        {
            return false;
        }

        Interlocked.Exchange(ref _caughtUpAt, began);
        return true;
    }

    private async ValueTask<bool> ApplyMissedAsync(NodeBus bus, PurgeHead head, CancellationToken cancellation)
    {
        while (_state.PurgeSequence < head.PurgeSequence)
        {
            var first = _state.PurgeSequence + 1;
            var count = (int)Math.Min(head.PurgeSequence - _state.PurgeSequence, BusLimits.OperationsInFlight);
            var reads = await Task.WhenAll(Enumerable.Range(0, count).Select(
                index => bus.ReadPurgeAsync(first + index, cancellation).AsTask()));
            for (var index = 0; index < count; index++)
            {
                if (reads[index].Outcome == BusReadOutcome.Failed)
                {
                    return false;
                }

                if (reads[index].Outcome == BusReadOutcome.Absent
                    || !BusCodec.TryReadPurge(reads[index].Bytes.Span, out var issue, out _)
                    || issue.Lineage != _lineage || issue.Purge.Sequence != first + index)
                {
                    JumpTo(head, "a missed purge is not in the log");
                    return true;
                }

                Apply(issue.Purge);
            }
        }

        return true;
    }

    private void JumpTo(PurgeHead head, string reason)
    {
        _purgeEverything();
        _removed.Clear();
        _lineage = head.Lineage;
        NodeMetrics.Flushes.Add(1);
        Log.PurgedEverything(_logger, head.PurgeSequence, reason);
        _state.PurgeSequence = head.PurgeSequence;
    }

    private static string Key(long sequence) => string.Create(CultureInfo.InvariantCulture, $"p{sequence}");
}
