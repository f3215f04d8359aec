using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Node;

/// <summary>Says whether the cache may be trusted. A process that stood still (stopped, swapped out, a frozen machine)
/// may wake up with purges missed and receipts given without it; so hits are revalidated until the log was
/// compared.</summary>
/// <remarks>A node that is merely cut off goes on serving: its `current` gate is shut by its silence, and the data
/// plane never waits on the control plane.</remarks>
public sealed class StallFence
{
    private readonly PurgeFollower _purges;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _bound;
    private long _tick;
    private long _stalledAt = long.MinValue;

    /// <summary>Counts from now.</summary>
    /// <param name="purges">Who compares with the log.</param>
    /// <param name="time">For ticks.</param>
    /// <param name="logger">For logs.</param>
    public StallFence(PurgeFollower purges, TimeProvider time, ILogger<StallFence> logger)
    {
        _purges = purges;
        _time = time;
        _logger = logger;
        _bound = (long)(Limits.StallAfter.TotalSeconds * time.TimestampFrequency);
        _tick = time.GetTimestamp();
    }

    /// <summary>Whether a fresh object in the cache may be served without asking its origin. Costs two reads and a
    /// timestamp: ask for each request.</summary>
    public bool MayServeFromCache
    {
        get
        {
            var stalledAt = Interlocked.Read(ref _stalledAt);
            return _time.GetTimestamp() - Interlocked.Read(ref _tick) <= _bound
                && (stalledAt == long.MinValue || _purges.CaughtUpAt > stalledAt);
        }
    }

    /// <summary>Ticks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Limits.FenceTick, _time);
        try
        {
            do
            {
                Tick();
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    /// <summary>Looks at the clock.</summary>
    internal void Tick()
    {
        var now = _time.GetTimestamp();
        var gap = now - Interlocked.Read(ref _tick);
        if (gap > _bound)
        {
            // Before the tick is renewed, or a request in between would see neither.
            Interlocked.Exchange(ref _stalledAt, now);
            NodeMetrics.Stalls.Add(1);
            Log.Stalled(_logger, TimeSpan.FromSeconds((double)gap / _time.TimestampFrequency));
            _purges.RequestCatchUp();
        }

        Interlocked.Exchange(ref _tick, now);
    }
}
