using System.Threading.Channels;
using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Node;

/// <summary>Joins messages, connections and the passing of time into one sequence for one reader.</summary>
internal sealed class CueFeed(TimeProvider time)
{
    // Small: what does not fit waits in the subscription, which drops and is repaired by reconciling.
    private readonly Channel<Cue> _cues = Channel.CreateBounded<Cue>(64);

    /// <summary>The cues.</summary>
    public ChannelReader<Cue> Reader => _cues.Reader;

    /// <summary>Asks for a reconciliation soon. Does nothing where the reader is busy anyway.</summary>
    public void Nudge() => _cues.Writer.TryWrite(new Cue(CueSource.Reconcile, default));

    /// <summary>Fills the feed until cancelled or until one source fails.</summary>
    public async Task FillAsync(
        NodeBus bus, (CueSource Source, IAsyncEnumerable<BusMessage> Messages)[] sources,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] pumps =
        [
            .. sources.Select(source => PumpAsync(source.Source, source.Messages, stop.Token)),
            ConnectionsAsync(bus, stop.Token),
            TicksAsync(stop.Token),
        ];
        var ended = await Task.WhenAny(pumps);
        await stop.CancelAsync();
        await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _cues.Writer.TryComplete(ended.Exception?.InnerException);
    }

    private async Task PumpAsync(
        CueSource source, IAsyncEnumerable<BusMessage> messages, CancellationToken cancellation)
    {
        await foreach (var message in messages.WithCancellation(cancellation))
        {
            await _cues.Writer.WriteAsync(new Cue(source, message), cancellation);
        }
    }

    private async Task ConnectionsAsync(NodeBus bus, CancellationToken cancellation)
    {
        await foreach (var _ in bus.ConnectionsAsync(cancellation))
        {
            await _cues.Writer.WriteAsync(new Cue(CueSource.Reconcile, default), cancellation);
        }
    }

    private async Task TicksAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Limits.ReconcileInterval, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await _cues.Writer.WriteAsync(new Cue(CueSource.Reconcile, default), cancellation);
        }
    }
}
