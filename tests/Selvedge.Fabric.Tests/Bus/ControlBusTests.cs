using System.Text;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Fabric.Bus;

namespace Selvedge.Fabric.Tests.Bus;

public sealed class ControlBusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_server_everything_fails_with_a_reason_and_works_once_it_is_there()
    {
        await using var server = BusTestServer.Prepare();
        await using var control = server.Control();
        var (manifest, sections) = BusSamples.Snapshot("fra", 1);
        Assert.False(control.IsConnected);
        Assert.False((await control.EnsureBucketsAsync(Cancellation)).Done);
        Assert.False((await control.PublishSnapshotAsync(manifest, sections, Cancellation)).Done);
        Assert.False((await control.PublishVerdictsAsync(BusSamples.Verdicts(1), Cancellation)).Done);
        Assert.False((await control.PublishPurgeAsync(BusSamples.Purge(1), Cancellation)).Done);
        var receipt = await control.PurgeAsync(
            BusSamples.Purge(1), ["fra1"], TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal(["fra1"], receipt.Missing);
        Assert.Empty(await control.AskAsync("ping", default, ["fra1"], TimeSpan.FromSeconds(1), Cancellation));

        server.Run();
        await foreach (var _ in control.ConnectionsAsync(Cancellation))
        {
            break;
        }

        Assert.True((await control.EnsureBucketsAsync(Cancellation)).Done);
        Assert.True((await control.EnsureBucketsAsync(Cancellation)).Done);
        Assert.True((await control.PublishSnapshotAsync(manifest, sections, Cancellation)).Done);
    }

    [Fact]
    public async Task A_snapshot_puts_what_differs_then_the_manifest_and_removes_what_is_no_longer_named()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        var (first, firstSections) = BusSamples.Snapshot("fra", 1, zones: 3);
        var (second, secondSections) = BusSamples.Snapshot("fra", 2, zones: 2);
        Assert.True((await control.PublishSnapshotAsync(first, firstSections, Cancellation)).Done);
        Assert.True((await control.PublishSnapshotAsync(first, firstSections, Cancellation)).Done);
        Assert.Equal(6, await SequenceAsync(server));

        await using var again = await server.ReadyControlAsync();
        Assert.True((await again.PublishSnapshotAsync(first, firstSections, Cancellation)).Done);
        Assert.Equal(6, await SequenceAsync(server));
        Assert.True((await again.PublishSnapshotAsync(second, secondSections, Cancellation)).Done);
        Assert.Equal(7, await SequenceAsync(server));

        await using var node = server.Node("fra1");
        await Eventually.TrueAsync(() => node.IsConnected, "node connected");
        Assert.Equal(BusReadOutcome.Found, (await node.ReadSectionAsync("zone.z2_test", Cancellation)).Outcome);
        Assert.Equal(BusReadOutcome.Absent, (await node.ReadSectionAsync("zone.z3_test", Cancellation)).Outcome);
        Assert.True((await again.RemoveSnapshotAsync("fra", Cancellation)).Done);
        Assert.Equal(BusReadOutcome.Absent, (await node.ReadManifestAsync(Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_snapshot_whose_sections_do_not_fit_its_manifest_is_not_published()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        var (manifest, sections) = BusSamples.Snapshot("fra", 1);
        sections["network"] = "{}"u8.ToArray();
        Assert.False((await control.PublishSnapshotAsync(manifest, sections, Cancellation)).Done);
        var wild = manifest with { Sections = [new SectionEntry("a.>", SectionKind.Zone, "")] };
        Assert.False((await control.PublishSnapshotAsync(wild, sections, Cancellation)).Done);
        Assert.False((await control.PublishSnapshotAsync(
            manifest with { Location = "fra.x" }, sections, Cancellation)).Done);
    }

    [Fact]
    public async Task A_bucket_that_is_gone_counts_as_a_new_connection()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var admin = server.Client("control");
        await admin.RequestAsync<byte[], byte[]>(
            "$JS.API.STREAM.DELETE.KV_verdicts", [], cancellationToken: Cancellation);
        await using var connections = control.ConnectionsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await connections.MoveNextAsync());
        Assert.False((await control.PublishVerdictsAsync(BusSamples.Verdicts(1), Cancellation)).Done);
        Assert.True(await connections.MoveNextAsync());
        Assert.True((await control.EnsureBucketsAsync(Cancellation)).Done);
        Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(1), Cancellation)).Done);
    }

    [Fact]
    public async Task Statuses_come_through_and_hostile_ones_are_dropped()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var statuses = control.StatusesAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var first = statuses.MoveNextAsync();
        await using var node = server.Node("fra1");
        await using var rogue = server.Client("fra1");
        await Eventually.AsyncAsync(
            async () =>
            {
                await rogue.PublishAsync("selvedge.status.fra.fra1", "{broken"u8.ToArray());
                await rogue.PublishAsync(
                    "selvedge.status.fra.fra1", CoreJson.Write(BusSamples.Status("nyc1")));
                await rogue.PublishAsync("selvedge.status.fra.fra1", new byte[BusLimits.StatusBytesMax + 1]);
                await rogue.PublishAsync("selvedge.status.fra.fra1", Array.Empty<byte>());
                await node.PublishStatusAsync(BusSamples.Status("fra1", 42), Cancellation);
                return first.IsCompleted;
            },
            "a status");
        Assert.True(await first);
        Assert.Equal(("fra1", 42L), (statuses.Current.Node, statuses.Current.Sequence));
    }

    [Fact]
    public async Task A_node_answers_for_itself_only_and_who_is_away_is_absent()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var fra1 = server.Node("fra1");
        await using var fra2 = server.Node("fra2");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var answering = Task.WhenAll(
            AnswerAsync(fra1, "one", "", stop.Token), AnswerAsync(fra2, "", "It is broken.\r\nX: y", stop.Token));
        await Eventually.TrueAsync(() => fra1.IsConnected && fra2.IsConnected, "nodes connected");

        var replies = await control.AskAsync(
            "trace", "q"u8.ToArray(), ["fra1", "fra2", "nyc1"], TimeSpan.FromSeconds(2), Cancellation);

        Assert.Equal(["fra1", "fra2"], replies.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("one:trace:q", Encoding.UTF8.GetString(replies["fra1"].Payload.Span));
        Assert.Equal("It is broken.  X: y", replies["fra2"].Reason);
        await stop.CancelAsync();
        await answering.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task The_log_of_purges_is_bounded_and_its_head_never_falls()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var node = server.Node("fra1");
        await Eventually.TrueAsync(() => node.IsConnected, "node connected");
        Purge[] recent = [.. Enumerable.Range(1, 3).Select(sequence => BusSamples.Purge(sequence))];
        Assert.True((await control.RestorePurgesAsync(3, recent, Cancellation)).Done);
        Assert.True((await control.PublishPurgeAsync(BusSamples.Purge(4), Cancellation)).Done);
        Assert.True((await control.PublishPurgeAsync(BusSamples.Purge(2), Cancellation)).Done);
        Assert.True((await control.RestorePurgesAsync(1, recent, Cancellation)).Done);
        Assert.Equal(4, await HeadAsync(node));
        Assert.Equal(BusReadOutcome.Found, (await node.ReadPurgeAsync(2, Cancellation)).Outcome);

        await using var admin = server.Client("control");
        var info = await admin.RequestAsync<byte[], string>(
            "$JS.API.STREAM.INFO.KV_purges", [], cancellationToken: Cancellation);
        Assert.Contains($"\"max_msgs\":{BusLimits.PurgesKept + 1}", info.Data, StringComparison.Ordinal);
        Assert.Contains("\"discard\":\"old\"", info.Data, StringComparison.Ordinal);
    }

    private static async Task<long> HeadAsync(NodeBus node)
    {
        var read = await node.ReadPurgeHeadAsync(Cancellation);
        Assert.True(BusCodec.TryReadPurgeHead(read.Bytes.Span, out var head, out _));
        return head.PurgeSequence;
    }

    private static async Task AnswerAsync(NodeBus node, string name, string reason, CancellationToken stop)
    {
        await foreach (var command in node.CommandsAsync(stop))
        {
            var payload = Encoding.UTF8.GetString(command.Payload.Span);
            await node.ReplyAsync(command, Encoding.UTF8.GetBytes($"{name}:{command.Verb}:{payload}"), reason, stop);
        }
    }

    private static async Task<long> SequenceAsync(BusTestServer server)
    {
        await using var admin = server.Client("control");
        var info = await admin.RequestAsync<byte[], byte[]>(
            "$JS.API.STREAM.INFO.KV_snapshots", [], cancellationToken: Cancellation);
        using var json = System.Text.Json.JsonDocument.Parse(info.Data!);
        return json.RootElement.GetProperty("state").GetProperty("last_seq").GetInt64();
    }
}
