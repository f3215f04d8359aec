using Selvedge.Core.Purging;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Node;

/// <summary>Purges with receipts over a real nats-server.</summary>
public sealed class PurgeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("selvedge-node-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_receipt_names_who_did_it_with_counts_and_who_did_not_answer()
    {
        await using var server = BusTestServer.Start();
        await using var control = await ReadyAsync(server);
        await using var fra1 = Node(server, "fra1");
        await using var nyc1 = Node(server, "nyc1");
        await Eventually.TrueAsync(() => fra1.Flushes == 1 && nyc1.Flushes == 1, "nodes at head");

        var receipt = await PurgeAsync(control, 1);

        Assert.Equal(["fra1", "fra2", "nyc1"], receipt.Asked);
        Assert.Equal(["fra1", "nyc1"], receipt.Answered.Select(line => line.Node));
        Assert.All(receipt.Answered, line => Assert.Equal(10, line.Removed));
        Assert.Equal(["fra2"], receipt.Missing);
        var again = await PurgeAsync(control, 1);
        Assert.All(again.Answered, line => Assert.Equal(10, line.Removed));
        Assert.Equal(1, Assert.Single(fra1.Applied).Sequence);
    }

    [Fact]
    public async Task A_node_that_was_cut_off_applies_what_it_missed_in_order_before_it_says_so()
    {
        await using var server = BusTestServer.Start();
        await using var control = await ReadyAsync(server);
        await using var node = Node(server, "fra1");
        await Eventually.TrueAsync(() => node.Flushes == 1, "node at head");
        await PurgeAsync(control, 1);
        server.Kill(wipe: true);
        await Eventually.TrueAsync(() => !node.Bus.IsConnected, "cut off");
        var seen = new List<(long Sequence, int Applied)>();
        node.State.Changed += () => seen.Add((node.State.PurgeSequence, node.Applied.Count));
        server.Run();
        await Eventually.AsyncAsync(
            async () => (await control.EnsureBucketsAsync(Cancellation)).Done
                && (await control.RestorePurgesAsync(80, Purges(1, 80), Cancellation)).Done, "the log is restored");
        await Eventually.TrueAsync(() => node.State.PurgeSequence == 80, "caught up");
        Assert.Equal(Enumerable.Range(1, 80), node.Applied.Select(purge => (int)purge.Sequence));
        Assert.All(seen, step => Assert.Equal(step.Sequence, step.Applied));
        Assert.Equal(1, node.Flushes);
        Assert.Equal(["fra2", "nyc1"], (await PurgeAsync(control, 81)).Missing);
    }

    [Fact]
    public async Task A_gap_that_the_log_cannot_fill_empties_the_cache()
    {
        await using var server = BusTestServer.Start();
        await using var control = await ReadyAsync(server);
        await using var node = Node(server, "fra1");
        await Eventually.TrueAsync(() => node.Flushes == 1, "node at head");
        Assert.True((await control.RestorePurgesAsync(5, Purges(4, 5), Cancellation)).Done);
        await Eventually.TrueAsync(() => node.State.PurgeSequence == 5, "jumped");
        Assert.Equal(2, node.Flushes);
        Assert.Empty(node.Applied);
        var far = 6 + BusLimits.PurgesKept;
        Assert.True((await control.RestorePurgesAsync(far, Purges(far, far), Cancellation)).Done);
        await Eventually.TrueAsync(() => node.State.PurgeSequence == far, "jumped again");
        Assert.Equal(3, node.Flushes);
        await PurgeAsync(control, far + 1);
        Assert.Equal(far + 1, Assert.Single(node.Applied).Sequence);
    }

    [Fact]
    public async Task A_purge_published_without_a_command_is_applied_too()
    {
        await using var server = BusTestServer.Start();
        await using var control = await ReadyAsync(server);
        await using var node = Node(server, "fra1");
        await Eventually.TrueAsync(() => node.Flushes == 1, "node at head");
        Assert.True((await control.PublishPurgeAsync(BusSamples.Purge(1), Cancellation)).Done);
        await Eventually.TrueAsync(() => node.State.PurgeSequence == 1, "applied");
    }

    [Fact]
    public async Task A_stopped_process_is_named_missing_and_serves_nothing_from_its_cache_until_it_caught_up()
    {
        await using var server = BusTestServer.Start();
        await using var control = await ReadyAsync(server);
        using var node = NodeProcess.Start(server.Endpoint("fra1"), "fra1");
        await Eventually.AsyncAsync(
            async () => (await control.AskAsync("ping", default, ["fra1"], TimeSpan.FromSeconds(1), Cancellation))
                .Count == 1, "ping");
        Assert.Equal(["fra2", "nyc1"], (await PurgeAsync(control, 1)).Missing);
        Assert.Equal((true, 1), await node.AskAsync());

        node.Signal("STOP");
        var receipt = await control.PurgeAsync(
            BusSamples.Purge(2), ["fra1"], TimeSpan.FromSeconds(3), Cancellation);
        Assert.Equal(["fra1"], receipt.Missing);
        node.Signal("CONT");

        // Whatever it says at any moment: never may, without the purge.
        await Eventually.AsyncAsync(
            async () =>
            {
                var (may, sequence) = await node.AskAsync();
                Assert.True(!may || sequence == 2, $"it may serve from the cache at sequence {sequence}");
                return may;
            },
            "serving again");
    }

    private static Purge[] Purges(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(sequence => BusSamples.Purge(sequence))];

    private static Task<Receipt> PurgeAsync(ControlBus control, long sequence) => control.PurgeAsync(
        BusSamples.Purge(sequence), ["nyc1", "fra1", "fra2"], TimeSpan.FromSeconds(1), Cancellation).AsTask();

    private static async Task<ControlBus> ReadyAsync(BusTestServer server)
    {
        var control = await server.ReadyControlAsync();
        Assert.True((await control.RestorePurgesAsync(0, [], Cancellation)).Done);
        return control;
    }

    private TestNode Node(BusTestServer server, string name) =>
        new(server.Endpoint(name), name, Path.Combine(_directory, name));
}
