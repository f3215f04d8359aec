using System.Diagnostics;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Node;

/// <summary>Nodes and control over a real nats-server.</summary>
public sealed class FabricTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("selvedge-node-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_snapshot_and_verdicts_reach_every_node_of_their_location()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var fra1 = Node(server, "fra1");
        await using var nyc1 = Node(server, "nyc1");
        await Eventually.TrueAsync(() => fra1.Bus.IsConnected && nyc1.Bus.IsConnected, "nodes connected");
        await PublishAsync(control, "nyc", 1);
        await nyc1.ReachesAsync(1);
        var times = new List<double>();
        for (var epoch = 1; epoch <= 50; epoch++)
        {
            var began = Stopwatch.GetTimestamp();
            await PublishAsync(control, "fra", epoch, mailbox: $"m{epoch}");
            await fra1.ReachesAsync(epoch);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"publish to in force (with fsync): p50 {times[25]:0.0} ms, max {times[^1]:0.0} ms");
        Assert.Equal("m50", fra1.State.Snapshot.Zones["z1.test"].Mailbox);
        Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(3), Cancellation)).Done);
        await Eventually.TrueAsync(
            () => fra1.State.Verdicts.Epoch == 3 && nyc1.State.Verdicts.Epoch == 3, "verdicts");
        Assert.Equal(1, nyc1.State.Snapshot.Epoch);
        var epochs = fra1.Consumer.Snapshots.Select(snapshot => snapshot.Epoch).ToList();
        Assert.Equal(epochs.Order(), epochs);
    }

    [Fact]
    public async Task A_refused_section_keeps_its_last_good_content_while_the_others_move_on()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var node = Node(server, "fra1");
        await PublishAsync(control, "fra", 1, zones: 2, mailbox: "first");
        await node.ReachesAsync(1);
        var (manifest, sections) = BusSamples.Snapshot("fra", 2, new Dictionary<string, byte[]>
        {
            ["zone.z1_test"] = CoreJson.Write(BusSamples.Zone("z1.test", "bad")),
            ["zone.z2_test"] = CoreJson.Write(BusSamples.Zone("z2.test", "second")),
            ["zone.z3_test"] = "no zone at all"u8.ToArray(),
        });
        Assert.True((await control.PublishSnapshotAsync(manifest, sections, Cancellation)).Done);
        await node.ReachesAsync(2);
        Assert.Equal("first", node.State.Snapshot.Zones["z1.test"].Mailbox);
        Assert.Equal("second", node.State.Snapshot.Zones["z2.test"].Mailbox);
        Assert.Equal(["zone.z1_test", "zone.z3_test"], node.Refused);
        await PublishAsync(control, "fra", 3, zones: 2, mailbox: "third");
        await node.ReachesAsync(3);
        Assert.Empty(node.Refused);
    }

    [Fact]
    public async Task The_status_says_what_is_in_force_at_once()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var node = Node(server, "fra1");
        await PublishAsync(control, "fra", 4);
        Assert.True((await control.RestorePurgesAsync(9, [], Cancellation)).Done);
        await foreach (var status in control.StatusesAsync(Cancellation))
        {
            if (status is { SnapshotEpoch: 4, PurgeSequence: 9 })
            {
                Assert.Equal(("fra1", "fra", "instance"), (status.Node, status.Location, status.Instance));
                break;
            }
        }
    }

    [Fact]
    public async Task A_killed_and_wiped_server_is_filled_again_and_nodes_converge()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        var epoch = 1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var republishing = Task.Run(async () =>
        {
            await foreach (var _ in control.ConnectionsAsync(stop.Token))
            {
                await Eventually.AsyncAsync(
                    async () => (await control.EnsureBucketsAsync(stop.Token)).Done
                        && (await control.RestorePurgesAsync(2, [BusSamples.Purge(2)], stop.Token)).Done
                        && (await control.PublishVerdictsAsync(BusSamples.Verdicts(epoch), stop.Token)).Done
                        && await TryPublishAsync(control, "fra", epoch), "republished");
            }
        }, stop.Token);
        await using var node = Node(server, "fra1");
        await node.ReachesAsync(1);
        server.Kill(wipe: true);
        await Eventually.TrueAsync(() => !control.IsConnected && !node.Bus.IsConnected, "cut off");
        Assert.Equal(1, node.State.Snapshot.Epoch);
        epoch = 2;
        server.Run();
        await node.ReachesAsync(2);
        await Eventually.TrueAsync(() => node.State.Verdicts.Epoch == 2, "verdicts");
        await using var late = Node(server, "fra2");
        await late.ReachesAsync(2);
        await Eventually.TrueAsync(() => late.State.PurgeSequence == 2, "late at head");
        await stop.CancelAsync();
        await republishing.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_node_that_starts_without_a_bus_serves_what_it_served()
    {
        await using var server = BusTestServer.Start();
        await using (var control = await server.ReadyControlAsync())
        {
            await using var node = Node(server, "fra1");
            await PublishAsync(control, "fra", 7, mailbox: "kept");
            Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(8), Cancellation)).Done);
            await node.ReachesAsync(7);
            await Eventually.TrueAsync(() => node.State.Verdicts.Epoch == 8, "verdicts");
        }

        server.Kill();
        await using var again = Node(server, "fra1");
        Assert.True(again.Restored);
        Assert.Equal("kept", again.State.Snapshot.Zones["z1.test"].Mailbox);
        Assert.Equal(8, again.State.Verdicts.Epoch);
        Assert.False(again.Bus.IsConnected);
        Assert.False(await again.Intake.HearTableAsync(Cancellation));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public async Task A_node_that_starts_hears_the_latest_table_before_it_steers_anyone(long epoch)
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await PublishAsync(control, "fra", 7);
        Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(8), Cancellation)).Done);
        await using (var node = Node(server, "fra1"))
        {
            await node.ReachesAsync(7);
            await Eventually.TrueAsync(() => node.State.Verdicts.Epoch == 8, "verdicts");
        }

        if (epoch > 8)
        {
            Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(epoch), Cancellation)).Done);
        }

        await using var again = Node(server, "fra1");
        Assert.True(await again.Intake.HearTableAsync(Cancellation));
        Assert.Equal(epoch, again.State.Verdicts.Epoch);
    }

    [Fact]
    public async Task Hostile_values_on_the_bus_change_nothing_and_end_nothing()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var node = Node(server, "fra1");
        await PublishAsync(control, "fra", 1);
        Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(1), Cancellation)).Done);
        Assert.True((await control.RestorePurgesAsync(1, [], Cancellation)).Done);
        await node.ReachesAsync(1);
        await using var rogue = server.Client("control");
        byte[][] junk = [[], "{"u8.ToArray(), "null"u8.ToArray(), "{\"lineage\":null}"u8.ToArray(), new byte[1000]];
        string[] keys =
        [
            "snapshots.fra.manifest", "snapshots.fra.network", "snapshots.fra.zone.z1_test", "verdicts.table",
            "verdicts.head", "purges.head", "purges.p2", "purges.p", "purges.x.y",
        ];
        foreach (var key in keys)
        {
            foreach (var bytes in junk)
            {
                await rogue.PublishAsync($"$KV.{key}", bytes, cancellationToken: Cancellation);
                await rogue.PublishAsync("selvedge.command.node.fra1.purge", bytes, cancellationToken: Cancellation);
            }
        }

        Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(2), Cancellation)).Done);
        await PublishAsync(control, "fra", 2);
        var receipt = await control.PurgeAsync(
            BusSamples.Purge(2), ["fra1"], TimeSpan.FromSeconds(5), Cancellation);
        Assert.Empty(receipt.Missing);
        await node.ReachesAsync(2);
        await Eventually.TrueAsync(() => node.State.Verdicts.Epoch == 2, "verdicts");
        Assert.Empty(node.Refused);
    }

    [Fact]
    public async Task A_section_overwritten_in_the_bucket_is_refused_and_the_last_good_stays()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await PublishAsync(control, "fra", 1, zones: 2);
        await using var rogue = server.Client("control");
        await rogue.PublishAsync(
            "$KV.snapshots.fra.zone.z1_test", "forged"u8.ToArray(), cancellationToken: Cancellation);
        await using var node = Node(server, "fra1");
        await node.ReachesAsync(1);
        Assert.Equal(["z2.test"], node.State.Snapshot.Zones.Keys);
        Assert.Equal(["zone.z1_test"], node.Refused);
    }

    [Fact]
    public async Task A_new_store_begins_again_and_its_lower_epochs_are_taken()
    {
        await using var server = BusTestServer.Start();
        await using var old = await server.ReadyControlAsync();
        await using var node = Node(server, "fra1");
        await PublishAsync(old, "fra", 90, mailbox: "old");
        Assert.True((await old.PublishVerdictsAsync(BusSamples.Verdicts(50), Cancellation)).Done);
        Assert.True((await old.RestorePurgesAsync(70, [], Cancellation)).Done);
        await node.ReachesAsync(90);
        await Eventually.TrueAsync(() => node.State.PurgeSequence == 70, "old purges");
        await using var next = await server.ReadyControlAsync("another-store");
        await PublishAsync(next, "fra", 3, mailbox: "new");
        Assert.True((await next.PublishVerdictsAsync(BusSamples.Verdicts(1), Cancellation)).Done);
        Assert.True((await next.RestorePurgesAsync(0, [], Cancellation)).Done);
        await node.ReachesAsync(3);
        await Eventually.TrueAsync(
            () => node.State is { PurgeSequence: 0, Verdicts.Epoch: 1 }, "the new store's verdicts and purges");
        Assert.Equal(2, node.Flushes);
    }

    [Fact]
    public async Task Commands_are_answered_also_when_they_fail()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var node = Node(server, "fra1");
        await Eventually.TrueAsync(() => node.Bus.IsConnected, "node connected");
        Assert.Equal("pong", await AskAsync("ping"));
        Assert.Equal("question", await AskAsync("echo"));
        Assert.Equal("!It does not work.", await AskAsync("fail"));
        Assert.Equal("!The reply is too large.", await AskAsync("flood"));
        Assert.Equal("!This node does not know the command dance.", await AskAsync("dance"));
        Assert.Equal("!The purge is malformed.", await AskAsync("purge"));

        async Task<string> AskAsync(string verb)
        {
            var replies = await control.AskAsync(
                verb, "question"u8.ToArray(), ["fra1"], TimeSpan.FromSeconds(5), Cancellation);
            var reply = replies["fra1"];
            return reply.Reason.Length > 0
                ? "!" + reply.Reason
                : System.Text.Encoding.UTF8.GetString(reply.Payload.Span);
        }
    }

    internal static async Task PublishAsync(
        ControlBus control, string location, long epoch, int zones = 1, string mailbox = "m")
    {
        var (manifest, sections) = BusSamples.Snapshot(location, epoch, zones, mailbox);
        var result = await control.PublishSnapshotAsync(manifest, sections, Cancellation);
        Assert.True(result.Done, result.Reason);
    }

    private static async Task<bool> TryPublishAsync(ControlBus control, string location, long epoch)
    {
        var (manifest, sections) = BusSamples.Snapshot(location, epoch);
        return (await control.PublishSnapshotAsync(manifest, sections, Cancellation)).Done;
    }

    private TestNode Node(BusTestServer server, string name) =>
        new(server.Endpoint(name), name, Path.Combine(_directory, name));
}
