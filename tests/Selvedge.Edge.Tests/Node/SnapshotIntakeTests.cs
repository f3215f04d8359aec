using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Edge.Node;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Node;

/// <summary>A snapshot that the process dies from, over a real nats-server and with restarts.</summary>
public sealed class SnapshotIntakeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("selvedge-intake-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_snapshot_that_the_process_dies_from_twice_is_left_out_and_reported()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await FabricTests.PublishAsync(control, "fra", 1, mailbox: "good");
        await using var bus = server.Node("fra1");
        await RunAsync(bus, 1);
        await FabricTests.PublishAsync(control, "fra", 2, mailbox: "crash");

        // First death, from the bus; second, from the disk.
        var (_, intake) = Create();
        Assert.True(intake.Restore());
        await Assert.ThrowsAsync<InvalidOperationException>(() => intake.RunAsync(bus, Cancellation));
        Assert.Throws<InvalidOperationException>(() => Create().Intake.Restore());

        var (state, third) = Create();
        Assert.True(third.Restore());
        Assert.Equal("good", state.Snapshot.Zones["z1.test"].Mailbox);
        Assert.Contains("died twice from snapshot 2", Assert.Single(third.Refusals).Reason, StringComparison.Ordinal);

        // It is not tried again from the bus, also after one more restart; the next one is.
        var (fourth, last) = Create();
        Assert.True(last.Restore());
        Assert.Single(last.Refusals);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = last.RunAsync(bus, stop.Token);
        await FabricTests.PublishAsync(control, "fra", 3, mailbox: "mended");
        await Eventually.TrueAsync(() => fourth.Snapshot.Epoch == 3, "mended");
        Assert.Empty(last.Refusals);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_snapshot_that_was_left_out_is_tried_again_after_a_while()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await FabricTests.PublishAsync(control, "fra", 1);
        await using var bus = server.Node("fra1");
        await RunAsync(bus, 1);
        await FabricTests.PublishAsync(control, "fra", 2);
        var (trying, kept) = (Path.Combine(_directory, "trying"), Path.Combine(_directory, "kept"));
        await RunAsync(bus, 2, beforeEnd: () => File.Copy(trying, kept));

        // As if it had been killed from outside, twice.
        File.Move(kept, trying);
        Create().Intake.Restore();
        var time = new FakeTimeProvider();
        var (state, intake) = Create(time);
        Assert.True(intake.Restore());
        Assert.Equal(1, state.Snapshot.Epoch);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = intake.RunAsync(bus, stop.Token);
        time.Advance(Limits.LeftOutFor - Limits.ReconcileInterval);
        Assert.Single(intake.Refusals);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(Limits.ReconcileInterval);
                return state.Snapshot.Epoch == 2;
            },
            "tried again");
        Assert.Empty(intake.Refusals);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task An_orderly_end_right_after_a_new_snapshot_is_no_crash()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await FabricTests.PublishAsync(control, "fra", 1);
        for (var start = 0; start < 4; start++)
        {
            await using var bus = server.Node("fra1");
            await RunAsync(bus, 1);
        }

        var (_, intake) = Create();
        Assert.True(intake.Restore());
        Assert.Empty(intake.Refusals);
    }

    [Fact]
    public void Damaged_files_are_passed_over()
    {
        Directory.CreateDirectory(_directory);
        foreach (var name in new[] { "snapshot", "snapshot.previous", "verdicts", "trying" })
        {
            File.WriteAllText(Path.Combine(_directory, name), "selvedge-last-good-1 3 abc\n{}x");
        }

        var (state, intake) = Create();
        Assert.False(intake.Restore());
        Assert.Equal(0, state.Snapshot.Epoch);
    }

    private async Task RunAsync(NodeBus bus, long epoch, Action? beforeEnd = null)
    {
        var (state, intake) = Create();
        intake.Restore();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = intake.RunAsync(bus, stop.Token);
        await Eventually.TrueAsync(() => state.Snapshot.Epoch == epoch, $"epoch {epoch}");
        beforeEnd?.Invoke();
        await stop.CancelAsync();
        await running;
    }

    private (NodeState State, SnapshotIntake Intake) Create(TimeProvider? time = null)
    {
        var state = new NodeState("fra1", "fra");
        return (state, new SnapshotIntake(
            state, [new RecordingConsumer()], _directory, time ?? TimeProvider.System,
            NullLogger<SnapshotIntake>.Instance));
    }
}
