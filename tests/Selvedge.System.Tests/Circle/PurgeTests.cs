using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>What was purged is never served again, by whoever was there and whoever was not.</summary>
[Collection(CircleDefinition.Name)]
public sealed class PurgeTests : IDisposable
{
    private const int ConnectionsWaiting = 64;
    private const int RequestsAfter = 100;

    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(30);

    private readonly LiveNetwork _network;
    private readonly Operator _operator;
    private readonly OriginPage _page;

    public PurgeTests(CircleFixture circle)
    {
        _network = circle.Network;
        _operator = new Operator(_network);
        _page = new OriginPage(_network);
    }

    public void Dispose()
    {
        _page.Dispose();
        _operator.Dispose();
    }

    [Theory]
    [InlineData("url")]
    [InlineData("tag")]
    public async Task A_purge_is_receipted_by_every_node_and_none_serves_the_object_again(string by)
    {
        _page.Write("first");
        foreach (var location in LiveNetwork.Locations)
        {
            await CachedAsync(location, "first");
        }

        _page.Write("second");
        foreach (var location in LiveNetwork.Locations)
        {
            Assert.Equal("first", await FetchAsync(location));
        }

        var purged = by == "url"
            ? await _network.RunAsync("purge", _page.Url)
            : await _network.RunAsync("purge", "--tag", _page.Tag, "--site", "atlas");

        Assert.Equal(0, purged.ExitCode);
        Assert.Contains("purged on 3 of 3 nodes", purged.Output, StringComparison.Ordinal);
        foreach (var location in LiveNetwork.Locations)
        {
            Assert.Matches($@"{location}-1 +\S+ m?s +1\n", purged.Output);
            Assert.Equal("second", await FetchAsync(location));
        }
    }

    /// <param name="stoppedSeconds">As short as a receipt takes to name the node, and long after.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_node_that_stood_still_is_named_missing_and_serves_nothing_purged_when_it_goes_on(
        int stoppedSeconds)
    {
        _page.Write("first");
        await CachedAsync("nyc", "first");
        var clients = Enumerable.Range(0, ConnectionsWaiting).Select(_ => _network.ClientOf("nyc")).ToList();
        foreach (var client in clients)
        {
            Assert.Equal("first", await _page.FetchAsync(client));
        }

        var stopped = Stopwatch.StartNew();
        await _network.SignalAsync("nyc-1", "STOP");
        Task<string>[] waiting;
        long sequence;
        try
        {
            _page.Write("second");
            var receipt = await PurgeAsync();
            Assert.Equal(3, (int)receipt["asked"]!);
            Assert.Equal(["fra-1", "syd-1"], Names(receipt["answered"]!));
            Assert.Equal("nyc-1", Assert.Single(receipt["missing"]!.AsArray())!.GetValue<string>());
            sequence = (long)receipt["sequence"]!;

            // Their requests lie in the node's sockets, beside the purge, when it goes on.
            waiting = [.. clients.Select(client => _page.FetchAsync(client))];
            await LiveNetwork.UntilAsync(
                () => Task.FromResult(stopped.Elapsed.TotalSeconds >= stoppedSeconds), BackLimit, "stood still");
        }
        finally
        {
            await _network.SignalAsync("nyc-1", "CONT");
        }

        Assert.All(await Task.WhenAll(waiting), text => Assert.Equal("second", text));
        for (var request = 0; request < RequestsAfter; request++)
        {
            Assert.Equal("second", await _page.FetchAsync(clients[request % clients.Count]));
        }

        await CaughtUpAsync("nyc-1", sequence);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task The_receipt_names_a_killed_node_and_the_node_serves_nothing_purged_when_it_is_back()
    {
        _page.Write("first");
        await CachedAsync("syd", "first");
        await _network.SignalAsync("syd-1", "KILL");
        _page.Write("second");
        var purged = await _network.RunAsync("purge", _page.Url);

        Assert.Equal(0, purged.ExitCode);
        Assert.Contains("purged on 2 of 3 nodes", purged.Output, StringComparison.Ordinal);
        Assert.Contains("syd-1 did not answer; the purge is recorded", purged.Output, StringComparison.Ordinal);
        Assert.Equal("second", await FirstFetchAsync("syd"));
        await CaughtUpAsync("syd-1", Sequence(purged));
    }

    [Fact]
    public async Task A_node_that_comes_back_without_control_and_bus_serves_nothing_purged_and_catches_up_with_them()
    {
        _page.Write("first");
        await CachedAsync("syd", "first");
        await _network.SignalAsync("syd-1", "KILL");
        var receipt = await PurgeAsync();
        await _network.SignalAsync("control", "STOP");
        await _network.SignalAsync("bus", "STOP");
        try
        {
            _page.Write("second");
            Assert.Equal("second", await FirstFetchAsync("syd"));
        }
        finally
        {
            await _network.SignalAsync("bus", "CONT");
            await _network.SignalAsync("control", "CONT");
        }

        await CaughtUpAsync("syd-1", (long)receipt["sequence"]!);
        _page.Write("third");
        Assert.Equal(3, (await PurgeAsync())["answered"]!.AsArray().Count);
        Assert.Equal("third", await FetchAsync("syd"));
    }

    private static IEnumerable<string> Names(JsonNode lines) =>
        lines.AsArray().Select(line => line!["node"]!.GetValue<string>());

    private static long Sequence(CommandResult purged)
    {
        const string Label = "as purge ";
        var start = purged.Output.IndexOf(Label, StringComparison.Ordinal) + Label.Length;
        return long.Parse(purged.Output[start..purged.Output.IndexOf('\n', start)], CultureInfo.InvariantCulture);
    }

    private async Task<JsonNode> PurgeAsync()
    {
        var reply = await _operator.SendAsync(
            HttpMethod.Post, "/selvedge/v1/purges", new JsonObject { ["url"] = _page.Url }.ToJsonString());
        return reply.Good()["items"]![0]!;
    }

    /// <summary>The node has done every purge, and users are sent to it again.</summary>
    private async Task CaughtUpAsync(string node, long sequence)
    {
        await LiveNetwork.UntilAsync(
            async () => (long)(await _operator.DocumentAsync("nodes", node))["status"]!["purgeSequence"]! >= sequence,
            BackLimit,
            $"{node} is at purge {sequence}");
        await _operator.ServiceableAsync();
    }

    private async Task CachedAsync(string location, string text)
    {
        using var client = _network.ClientOf(location);
        Assert.Equal(text, await _page.FetchAsync(client));
        using var hit = await client.GetAsync(_page.Path, TestContext.Current.CancellationToken);
        Assert.StartsWith("selvedge; hit", hit.Headers.GetValues("Cache-Status").Single(), StringComparison.Ordinal);
    }

    private async Task<string> FetchAsync(string location)
    {
        using var client = _network.ClientOf(location);
        return await _page.FetchAsync(client);
    }

    /// <summary>The first thing that a node serves once it is back.</summary>
    private async Task<string> FirstFetchAsync(string location)
    {
        var text = "";
        await LiveNetwork.UntilAsync(
            async () =>
            {
                try
                {
                    text = await FetchAsync(location);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            BackLimit,
            $"{location} serves again");
        return text;
    }
}
