using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>Parts live on but cannot speak to each other.</summary>
[Collection(CircleDefinition.Name)]
public sealed class PartitionTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);

    private readonly LiveNetwork _network;
    private readonly Operator _operator;
    private readonly Resolver _resolver;
    private readonly OriginPage _page;

    public PartitionTests(CircleFixture circle)
    {
        _network = circle.Network;
        _operator = new Operator(_network);
        _resolver = new Resolver(_network);
        _page = new OriginPage(_network);
    }

    public void Dispose()
    {
        _page.Dispose();
        _operator.Dispose();
    }

    [Fact]
    public async Task A_node_that_is_cut_off_serves_on_unrouted_and_catches_up_before_it_is_routed_again()
    {
        var bus = new IPEndPoint(_network.Dns.Address, 4222);
        await using var wire = new CutWire(new IPEndPoint(_network.Dns.Address, 4333), bus);
        await MoveAsync("fra-1", ":4222", ":4333");
        try
        {
            Assert.True(wire.Connections > 0);
            _page.Write("first");
            Assert.Equal("first", await FetchAsync("fra"));

            wire.Cut();
            await ClosedAsync("fra", Gate.Current, "StatusStale");
            await NamedAsync("nyc", "syd");
            var status = await _network.RunAsync("status");
            Assert.Contains("no: current (StatusStale)", status.Output, StringComparison.Ordinal);
            Assert.Matches("fra-1 +fra +NotReady: Silent", status.Output);
            Assert.Equal("first", await FetchAsync("fra"));
            Assert.NotEmpty(await _resolver.NamedAsync(LiveNetwork.Hostname, "fra"));

            _page.Write("second");
            var purged = await _operator.SendAsync(
                HttpMethod.Post, "/selvedge/v1/purges", new JsonObject { ["url"] = _page.Url }.ToJsonString());
            Assert.Equal("fra-1", Assert.Single(purged.Good()["items"]![0]!["missing"]!.AsArray())!.GetValue<string>());

            wire.Heal();
            await LiveNetwork.UntilAsync(
                async () => await _operator.VerdictAsync("fra") is { Serviceable: true }, Limit, "fra is routed again");
            Assert.Equal("second", await FetchAsync("fra"));
        }
        finally
        {
            wire.Heal();
            await MoveAsync("fra-1", ":4333", ":4222");
        }
    }

    [Fact]
    public async Task A_silent_bus_holds_every_place_and_is_shown()
    {
        await _network.SignalAsync("bus", "STOP");
        try
        {
            // The first to fall silent may close until the others tell that it is the bus; none after that.
            await LiveNetwork.UntilAsync(() => HeldAsync(closedMax: 1), Limit, "every place is held");
            var since = Stopwatch.StartNew();
            while (since.Elapsed < Silence)
            {
                Assert.True(await HeldAsync(closedMax: 0));
            }

            var status = await _network.RunAsync("status");
            Assert.Contains("silent: no node is heard", status.Output, StringComparison.Ordinal);
        }
        finally
        {
            await _network.SignalAsync("bus", "CONT");
        }

        await _operator.ServiceableAsync();
        var again = await _network.RunAsync("status");
        Assert.Contains("connected, 3 of 3 nodes heard", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_places_that_die_at_once_are_unrouted_on_the_word_of_the_third()
    {
        await _network.SignalAsync("nyc-1", "STOP");
        await _network.SignalAsync("syd-1", "STOP");
        try
        {
            await LiveNetwork.UntilAsync(
                async () => (await _operator.VerdictsAsync()).Verdicts
                    .All(verdict => verdict.Serviceable == (verdict.Location == "fra")),
                Limit,
                "only fra is routed");
            await NamedAsync("fra");
        }
        finally
        {
            await _network.SignalAsync("nyc-1", "CONT");
            await _network.SignalAsync("syd-1", "CONT");
        }

        await _operator.ServiceableAsync();
    }

    /// <summary>Whether every place is held; in any case few are closed, and users are sent somewhere.</summary>
    private async Task<bool> HeldAsync(int closedMax)
    {
        var table = await _operator.VerdictsAsync();
        Assert.InRange(table.Verdicts.Count(verdict => !verdict.Serviceable), 0, closedMax);
        Assert.True((await _resolver.NamedAsync(LiveNetwork.Hostname)).Count >= 2);
        return table.Verdicts.All(verdict => verdict.Held is "TooManyAtOnce" or "NoEvidenceYet");
    }

    /// <summary>Has a node reach the bus by another port, from its next start on.</summary>
    private async Task MoveAsync(string node, string from, string to)
    {
        var file = Path.Combine(_network.State, "configuration", $"{node}.json");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file, text.Replace(from, to, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var before = await InstanceAsync(node);
        await _network.SignalAsync(node, "KILL");
        await LiveNetwork.UntilAsync(async () => await InstanceAsync(node) != before, Limit, $"{node} runs again");
        await _operator.ServiceableAsync();
    }

    private async Task<string> InstanceAsync(string node) =>
        (await _operator.DocumentAsync("nodes", node))["status"]!["instance"]!.GetValue<string>();

    private Task<TimeSpan> ClosedAsync(string location, Gate gate, string reason) => LiveNetwork.UntilAsync(
        async () => await _operator.VerdictAsync(location) is { Serviceable: false } verdict
            && verdict.Shut.Any(shut => shut.Gate == gate && shut.Reason == reason),
        Limit,
        $"{location} is closed for {reason}");

    private Task<TimeSpan> NamedAsync(params string[] locations) => LiveNetwork.UntilAsync(
        async () => (await _resolver.NamedAsync(LiveNetwork.Hostname, locations)).SetEquals(locations),
        Limit,
        $"{string.Join(", ", locations)} name themselves only");

    private async Task<string> FetchAsync(string location)
    {
        using var client = _network.ClientOf(location);
        return await _page.FetchAsync(client);
    }
}
