using System.Threading.Channels;

namespace Selvedge.Edge.Workloads;

/// <summary>What a loop that owns pods is told: done there one after another, with the time of their turn.</summary>
internal sealed class PodInbox(TimeProvider time)
{
    private readonly Channel<Action<DateTimeOffset>> _inputs = Channel.CreateUnbounded<Action<DateTimeOffset>>();

    /// <summary>Tells the loop something.</summary>
    public void Post(Action<DateTimeOffset> input) => _inputs.Writer.TryWrite(input);

    /// <summary>Wakes the loop.</summary>
    public void Wake() => Post(static _ => { });

    /// <summary>Does what was told so far. For the loop only.</summary>
    public void Take(DateTimeOffset now)
    {
        while (_inputs.Reader.TryRead(out var input))
        {
            input(now);
        }
    }

    /// <summary>Waits until something is told or due. For the loop only.</summary>
    /// <param name="due">When something is to be done in any case; null: never.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task WaitAsync(DateTimeOffset? due, CancellationToken cancellation)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var left = due is { } at ? at - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        await using var timer = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(),
            until,
            left < TimeSpan.Zero && due is not null ? TimeSpan.Zero : left,
            Timeout.InfiniteTimeSpan);
        try
        {
            await _inputs.Reader.WaitToReadAsync(until.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Something is due.
        }
    }
}
