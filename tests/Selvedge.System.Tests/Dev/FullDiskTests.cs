using System.Net;
using System.Text;
using Selvedge.Harness;
using Selvedge.Wire.Dns;

namespace Selvedge.System.Tests.Dev;

/// <summary>Disks without space: small file systems in memory, filled to the last byte.</summary>
[Collection(AloneDefinition.Name)]
public sealed class FullDiskTests(SmallDisksFixture disks) : IClassFixture<SmallDisksFixture>, IDisposable
{
    private const string Records = """{"spec": {"records": [{"name": "@", "type": "TXT", "values": ["VALUE"]}]}}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly LiveNetwork _network = disks.Network;
    private readonly Operator _operator = new(disks.Network);

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task A_node_with_a_full_disk_takes_what_is_new_says_that_it_cannot_keep_it_and_keeps_it_later()
    {
        await PublishAsync("kept");
        await LiveNetwork.UntilAsync(async () => await TextAsync() == "kept", Limit, "fra answers it");
        var filler = disks.Fill(SmallDisksFixture.Node);
        await PublishAsync("unkept");
        await LiveNetwork.UntilAsync(async () => await TextAsync() == "unkept", Limit, "fra answers what is new");
        await LiveNetwork.UntilAsync(
            async () => (await NodesAsync()).Contains("Ready, DiskRefuses", StringComparison.Ordinal), Limit, "shown");
        var status = await _network.RunAsync("status");
        Assert.Contains("Ready, DiskRefuses", status.Output, StringComparison.Ordinal);
        Assert.Contains("No space left on device", await LogAsync("fra-1"), StringComparison.Ordinal);
        await _operator.ServiceableAsync();

        // What it starts with is older; it serves from that, and has what is new as soon as it hears of it.
        await _network.SignalAsync("fra-1", "KILL");
        await LiveNetwork.UntilAsync(async () => await TextAsync() is not null, Limit, "fra answers again");
        await LiveNetwork.UntilAsync(async () => await TextAsync() == "unkept", Limit, "fra answers what is new");
        await FetchedAsync("fra");

        File.Delete(filler);
        await LiveNetwork.UntilAsync(
            async () => !(await NodesAsync()).Contains("DiskRefuses", StringComparison.Ordinal), Limit, "kept again");
        await _network.SignalAsync("control", "STOP");
        await _network.SignalAsync("bus", "STOP");
        try
        {
            await _network.SignalAsync("fra-1", "KILL");
            await LiveNetwork.UntilAsync(
                async () => await TextAsync() == "unkept", Limit, "fra knows it without control and bus");
        }
        finally
        {
            await _network.SignalAsync("bus", "CONT");
            await _network.SignalAsync("control", "CONT");
        }
    }

    [Fact]
    public async Task Control_with_a_full_disk_refuses_writes_with_the_reason_routes_on_and_forgets_nothing()
    {
        await PublishAsync("before");
        var filler = disks.Fill(SmallDisksFixture.Control);
        var acknowledged = "before";
        await LiveNetwork.UntilAsync(
            async () =>
            {
                // What the store has in reserve takes some more.
                var text = acknowledged + "+";
                var reply = await PatchAsync(text);
                acknowledged = reply.Code == 200 ? text : acknowledged;
                return reply.Code == 507
                    && reply.Text.Contains("free space on the control plane's disk", StringComparison.Ordinal);
            },
            Limit,
            "507 with the fix");
        var file = Path.Combine(_network.State, "zone.yaml");
        await File.WriteAllTextAsync(
            file,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: large}, data: {a: b}}\n",
            TestContext.Current.CancellationToken);
        var applied = await _network.RunAsync("apply", "-f", file);
        Assert.Equal(1, applied.ExitCode);
        Assert.Contains("no space is left for the store", applied.Output + applied.Error, StringComparison.Ordinal);
        var purged = await _network.RunAsync("purge", "--site", "atlas");
        Assert.Equal(1, purged.ExitCode);
        Assert.Contains("nothing was written", purged.Error, StringComparison.Ordinal);
        Assert.Equal(acknowledged, await ValueAsync());

        // Places die and come back: verdicts go out although they cannot be kept.
        await _network.SignalAsync("syd-1", "STOP");
        await LiveNetwork.UntilAsync(
            async () => await _operator.VerdictAsync("syd") is { Serviceable: false }
                && !(await new Resolver(_network).NamedAsync(LiveNetwork.Hostname, "fra", "nyc")).Contains("syd"),
            Limit,
            "syd is unrouted");
        await _network.SignalAsync("syd-1", "CONT");
        await _operator.ServiceableAsync();

        // A start on a full disk serves what is there.
        await _network.SignalAsync("control", "KILL");
        await LiveNetwork.UntilAsync(IsBackAsync, Limit, "control is back");
        Assert.Equal(acknowledged, await ValueAsync());

        File.Delete(filler);
        await LiveNetwork.UntilAsync(async () => (await PatchAsync("after")).Code == 200, Limit, "written again");
        await LiveNetwork.UntilAsync(async () => await TextAsync() == "after", Limit, "fra answers it");
        await _operator.ServiceableAsync();
    }

    private Task PublishAsync(string text) => _operator.MergeAsync(
        "zones", "selvedge.test", Records.Replace("VALUE", text, StringComparison.Ordinal));

    private Task<ApiReply> PatchAsync(string text) => _operator.SendAsync(
        HttpMethod.Patch, Operator.PathOf("zones", "selvedge.test"),
        Records.Replace("VALUE", text, StringComparison.Ordinal), "application/merge-patch+json");

    /// <summary>What the store holds.</summary>
    private async Task<string> ValueAsync()
    {
        var zone = await _operator.DocumentAsync("zones", "selvedge.test");
        return zone["spec"]!["records"]![0]!["values"]![0]!.GetValue<string>();
    }

    /// <summary>What fra answers.</summary>
    private async Task<string?> TextAsync()
    {
        var node = new Resolver(_network).NodeOf("fra");
        var answer = await DnsAsk.MessageAsync(node, new DnsQuery("selvedge.test", DnsType.TXT));
        return answer?.Answers.Select(record => Encoding.ASCII.GetString(record.Data.Span[1..])).FirstOrDefault();
    }

    private async Task<string> NodesAsync() => (await _network.RunAsync("get", "nodes")).Output;

    private async Task<string> LogAsync(string part)
    {
        var file = Path.Combine(_network.State, "logs", $"{part}.log");
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private async Task FetchedAsync(string location)
    {
        using var client = _network.ClientOf(location);
        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<bool> IsBackAsync()
    {
        try
        {
            return (await _operator.SendAsync(HttpMethod.Get, "/readyz")).Code == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
