using System.Collections.Concurrent;
using System.Text;
using NATS.Client.Core;
using Selvedge.Fabric.Bus;

namespace Selvedge.Fabric.Tests.Bus;

/// <summary>What a stolen node credential can do, against the real server.</summary>
public sealed class BusPermissionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("$KV.snapshots.nyc.>")]
    [InlineData("$KV.snapshots.nyc.manifest")]
    [InlineData("$KV.snapshots.>")]
    [InlineData("$KV.>")]
    [InlineData(">")]
    [InlineData("*.*.*.*")]
    [InlineData("_INBOX_nyc1.>")]
    [InlineData("_INBOX_control.>")]
    [InlineData("_INBOX.>")]
    [InlineData("_R_.>")]
    [InlineData("selvedge.status.>")]
    [InlineData("selvedge.status.nyc.nyc1")]
    [InlineData("selvedge.command.node.nyc1.>")]
    [InlineData("selvedge.command.>")]
    [InlineData("selvedge.reply.>")]
    [InlineData("$SYS.>")]
    [InlineData("$JS.>")]
    public async Task A_node_may_not_subscribe_to(string subject)
    {
        await using var server = BusTestServer.Start();
        await RefusedAsync(server, "Subscription", subject, async client =>
            _ = await client.SubscribeCoreAsync<byte[]>(subject, cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData("$JS.API.DIRECT.GET.KV_snapshots.$KV.snapshots.nyc.manifest")]
    [InlineData("$JS.API.DIRECT.GET.KV_snapshots")]
    [InlineData("$JS.API.STREAM.MSG.GET.KV_snapshots")]
    [InlineData("$JS.API.STREAM.INFO.KV_snapshots")]
    [InlineData("$JS.API.STREAM.NAMES")]
    [InlineData("$JS.API.STREAM.CREATE.mine")]
    [InlineData("$JS.API.STREAM.DELETE.KV_snapshots")]
    [InlineData("$JS.API.STREAM.PURGE.KV_purges")]
    [InlineData("$JS.API.STREAM.SNAPSHOT.KV_snapshots")]
    [InlineData("$JS.API.CONSUMER.CREATE.KV_snapshots")]
    [InlineData("$JS.API.CONSUMER.CREATE.KV_snapshots.c.$KV.snapshots.fra.manifest")]
    [InlineData("$JS.API.CONSUMER.DURABLE.CREATE.KV_snapshots.c")]
    [InlineData("$JS.API.CONSUMER.MSG.NEXT.KV_snapshots.c")]
    [InlineData("$JS.API.INFO")]
    [InlineData("$KV.snapshots.fra.manifest")]
    [InlineData("$KV.snapshots.nyc.manifest")]
    [InlineData("$KV.verdicts.table")]
    [InlineData("$KV.purges.head")]
    [InlineData("selvedge.status.nyc.nyc1")]
    [InlineData("selvedge.status.fra.fra2")]
    [InlineData("selvedge.command.node.nyc1.purge")]
    [InlineData("selvedge.command.node.fra1.purge")]
    [InlineData("_INBOX_nyc1.x")]
    [InlineData("_INBOX_control.x")]
    [InlineData("selvedge.reply.x")]
    [InlineData("_R_.x")]
    public async Task A_node_may_not_publish_to(string subject)
    {
        await using var server = BusTestServer.Start();
        await RefusedAsync(server, "Publish", subject, client =>
            client.PublishAsync(subject, "x"u8.ToArray(), replyTo: "_INBOX_fra1.r", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_node_reads_its_own_locations_keys_only()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await PublishAsync(control, "fra");
        await PublishAsync(control, "nyc");
        await using var node = server.Node("fra1");
        await Eventually.TrueAsync(() => node.IsConnected, "node connected");
        var own = await node.ReadManifestAsync(Cancellation);
        Assert.True(BusCodec.TryReadManifest(own.Bytes.Span, out var manifest, out _));
        Assert.Equal("fra", manifest.Location);

        await using var stranger = new NodeBus(
            server.Endpoint("fra1"), "fra1", "nyc", TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<NodeBus>.Instance);
        await Eventually.TrueAsync(() => stranger.IsConnected, "stranger connected");
        Assert.Equal(BusReadOutcome.Failed, (await stranger.ReadManifestAsync(Cancellation)).Outcome);
    }

    [Fact]
    public async Task Nobody_connects_without_a_key_or_with_an_unknown_one()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var nobody = server.Client(null);
        await Assert.ThrowsAnyAsync<NatsException>(async () => await nobody.ConnectAsync());
        await using var unknown = new NodeBus(
            server.Endpoint("fra1") with { Identity = BusIdentity.Create() }, "fra1", "fra", TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<NodeBus>.Instance);
        await Eventually.TrueAsync(
            () => server.Log().Contains("authentication error", StringComparison.OrdinalIgnoreCase), "refusal");
        Assert.False(unknown.IsConnected);
    }

    [Fact]
    public async Task A_client_does_not_speak_to_a_server_of_another_authority()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await using var other = BusTestServer.Prepare();
        await using var friend = server.Client("fra1");
        await friend.ConnectAsync();
        await using var deceived = server.Client("fra1", authority: other.Authority);
        var error = await Assert.ThrowsAnyAsync<NatsException>(async () => await deceived.ConnectAsync());
        Assert.Contains("certificate", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("$KV.snapshots.nyc.manifest", "snapshots", "nyc.manifest")]
    [InlineData("$KV.snapshots.fra.network", "snapshots", "fra.network")]
    [InlineData("$KV.verdicts.table", "verdicts", "table")]
    [InlineData("$KV.purges.head", "purges", "head")]
    public async Task A_node_cannot_make_the_server_write_a_key_for_it(string victim, string bucket, string key)
    {
        // The server answers a direct get on whatever subject the asker names, with the server's own rights.
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await PublishAsync(control, "fra");
        await PublishAsync(control, "nyc");
        Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(1), Cancellation)).Done);
        Assert.True((await control.RestorePurgesAsync(0, [], Cancellation)).Done);
        await using var reader = server.Client("control");
        var before = await GetAsync(reader, bucket, key);

        await using var thief = server.Client("fra1");
        await thief.PublishAsync(
            "$JS.API.DIRECT.GET.KV_snapshots.$KV.snapshots.fra.challenges",
            Array.Empty<byte>(),
            replyTo: victim,
            cancellationToken: Cancellation);
        // A round trip on the same connection and subject: the answer above is out when this one is here.
        _ = await thief.RequestAsync<byte[], byte[]>(
            "$JS.API.DIRECT.GET.KV_snapshots.$KV.snapshots.fra.challenges", [], cancellationToken: Cancellation);

        Assert.Equal(before, await GetAsync(reader, bucket, key));
    }

    [Fact]
    public async Task An_answer_that_a_node_sends_to_anothers_subject_is_dropped_by_its_reader()
    {
        await using var server = BusTestServer.Start();
        await using var control = await server.ReadyControlAsync();
        await PublishAsync(control, "fra");
        await using var victim = server.Node("fra2");
        await Eventually.TrueAsync(() => victim.IsConnected, "victim connected");
        var seen = new ConcurrentQueue<BusMessage>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = Task.Run(async () =>
        {
            await foreach (var message in victim.VerdictsAsync(stop.Token))
            {
                seen.Enqueue(message);
            }
        }, Cancellation);

        await using var thief = server.Client("fra1");
        await thief.PublishAsync(
            "$JS.API.DIRECT.GET.KV_snapshots.$KV.snapshots.fra.manifest",
            Array.Empty<byte>(),
            replyTo: "$KV.verdicts.forged",
            cancellationToken: Cancellation);
        _ = await thief.RequestAsync<byte[], byte[]>(
            "$JS.API.DIRECT.GET.KV_snapshots.$KV.snapshots.fra.manifest", [], cancellationToken: Cancellation);
        Assert.True((await control.PublishVerdictsAsync(BusSamples.Verdicts(1), Cancellation)).Done);
        await Eventually.TrueAsync(() => seen.Any(message => message.Key == "table"), "the genuine message");
        Assert.DoesNotContain(seen, message => message.Key == "forged");
        await stop.CancelAsync();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    internal static async Task PublishAsync(ControlBus control, string location)
    {
        var (manifest, sections) = BusSamples.Snapshot(location, 1);
        var result = await control.PublishSnapshotAsync(manifest, sections, Cancellation);
        Assert.True(result.Done, result.Reason);
    }

    private static async Task<string> GetAsync(NatsConnection reader, string bucket, string key)
    {
        var answer = await reader.RequestAsync<byte[], byte[]>(
            $"$JS.API.DIRECT.GET.KV_{bucket}.$KV.{bucket}.{key}", [], cancellationToken: Cancellation);
        Assert.NotNull(answer.Data);
        return Encoding.UTF8.GetString(answer.Data);
    }

    private static async Task RefusedAsync(
        BusTestServer server, string what, string subject, Func<NatsConnection, ValueTask> attempt)
    {
        var refusals = new ConcurrentQueue<string>();
        await using var control = await server.ReadyControlAsync();
        await using var client = server.Client("fra1", refusals.Enqueue);
        await client.ConnectAsync();
        await attempt(client);
        await client.PingAsync(Cancellation);
        await Eventually.TrueAsync(() => !refusals.IsEmpty, $"a refusal of {subject}");
        Assert.Contains($"permissions violation for {what} to \"{subject}\"", refusals.First(),
            StringComparison.OrdinalIgnoreCase);
    }
}
