using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Purging;
using Selvedge.Edge.Node;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Node;

/// <summary>A node's dealings with the fabric, put together as the program does it, with a recorder for a data
/// plane.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PurgeFollower _follower;
    private readonly StatusReporter _reporter;
    private readonly Task _running;

    public TestNode(BusEndpoint endpoint, string name, string directory)
    {
        State = new NodeState(name, name[..3]);
        Intake = new SnapshotIntake(
            State, [Consumer], directory, TimeProvider.System, NullLogger<SnapshotIntake>.Instance);
        Restored = Intake.Restore();
        _follower = new PurgeFollower(
            State, Apply, () => Interlocked.Increment(ref _flushes), TimeProvider.System,
            NullLogger<PurgeFollower>.Instance);
        _reporter = new StatusReporter(
            State,
            new StatusSources(
                () => Intake.Refusals, () => [], () => [], new LoadMeter(() => 0, () => 0, TimeProvider.System).Read,
                () => [], () => Intake.Unkept),
            "instance", "test", TimeProvider.System, NullLogger<StatusReporter>.Instance);
        Bus = new NodeBus(endpoint, name, name[..3], TimeProvider.System, NullLogger<NodeBus>.Instance);
        var responder = new CommandResponder(
            _follower,
            new Dictionary<string, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>>>(
                StringComparer.Ordinal)
            {
                ["echo"] = (payload, _) => ValueTask.FromResult(payload.ToArray()),
                ["fail"] = (_, _) => throw new InvalidOperationException("It does not work."),
                ["flood"] = (_, _) => ValueTask.FromResult(new byte[BusLimits.ReplyBytesMax + 1]),
            },
            TimeProvider.System,
            NullLogger<CommandResponder>.Instance);
        _running = Task.WhenAll(
            Intake.RunAsync(Bus, _stop.Token),
            _follower.RunAsync(Bus, _stop.Token),
            _reporter.RunAsync(Bus, _stop.Token),
            responder.RunAsync(Bus, _stop.Token));
    }

    private int _flushes;

    public NodeState State { get; }

    public NodeBus Bus { get; }

    public SnapshotIntake Intake { get; }

    public RecordingConsumer Consumer { get; } = new();

    public bool Restored { get; }

    public ConcurrentQueue<Purge> Applied { get; } = new();

    public int Flushes => Volatile.Read(ref _flushes);

    public ImmutableArray<string> Refused => [.. Intake.Refusals.Select(refusal => refusal.Key)];

    public Task ReachesAsync(long epoch) =>
        Eventually.TrueAsync(() => State.Snapshot.Epoch == epoch, $"{State.Node} at snapshot {epoch}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Bus.DisposeAsync();
        _reporter.Dispose();
        _follower.Dispose();
        _stop.Dispose();
    }

    private int Apply(Purge purge)
    {
        Applied.Enqueue(purge);
        return (int)purge.Sequence * 10;
    }
}
