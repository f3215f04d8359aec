using Selvedge.Bench.Network;
using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.System.Tests.Network;

/// <summary>A whole network whose addresses are announced by BGP, as a client behind an upstream router meets
/// it.</summary>
public sealed class EdgeLabTests
{
    [Fact]
    public async Task Documents_make_a_site_reachable_at_one_address_everywhere_and_faults_move_it()
    {
        SkipWhereThereIsNoLab();
        await using var edge = new EdgeLab();
        await edge.WireAsync();
        await edge.StartAsync();
        await edge.UntilAsync(async () => (await edge.SelvedgeAsync("get", "site", "shop")).Output.Contains(
            "3/3", StringComparison.Ordinal), "the site is served at three places");
        Assert.Equal("", await edge.FetchAsync());

        await edge.AnnounceAsync();
        await edge.UntilAsync(async () => await HeardAsync(edge) == 3, "the router hears of it from three places");
        await edge.UntilAsync(async () => await edge.FetchAsync() != "", "a client fetches the site");
        await edge.UntilAsync(async () => await edge.NamedAsync() == EdgeLab.Anycast, "DNS names the address");
        Assert.Matches(
            @"fra\s+Announced\s+\S+\s+1\s+Serviceable", (await edge.SelvedgeAsync("why", "prefix", "anycast")).Output);

        // A node that is killed takes its announcement with it; the client is served elsewhere.
        var first = await edge.FetchAsync();
        await edge.Node(first).SignalAsync("KILL");
        await edge.UntilAsync(async () => await edge.FetchAsync() is { Length: > 0 } place && place != first,
            "another place serves", seconds: 3);
        await edge.UntilAsync(async () => await HeardAsync(edge) == 2, "two are left", seconds: 3);
        edge.StartNode(first);
        await edge.UntilAsync(async () => await HeardAsync(edge) == 3, "it is back");

        // Without authority nothing is announced, and DNS goes back to the nodes' own addresses.
        await edge.SelvedgeAsync("delete", "roa", "anycast");
        await edge.UntilAsync(async () => await HeardAsync(edge) == 0, "withdrawn everywhere");
        Assert.Contains("NoRoa", (await edge.SelvedgeAsync("audit", "routing")).Output, StringComparison.Ordinal);
        Assert.Matches(@"fra\s+false\s+Refused", (await edge.SelvedgeAsync("get", "announcements")).Output);
        await edge.UntilAsync(
            async () => (await edge.NamedAsync()).StartsWith("10.9.", StringComparison.Ordinal), "DNS lets go of it");
    }

    private static void SkipWhereThereIsNoLab()
    {
        Assert.SkipUnless(Lab.Obstacle is null, Lab.Obstacle ?? "");
        Assert.SkipUnless(UpstreamRouter.Obstacle is null, UpstreamRouter.Obstacle ?? "");
        foreach (var program in (string[])["nats-server", "bird", "curl", "dig"])
        {
            Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        }
    }

    private static async Task<int> HeardAsync(EdgeLab edge) =>
        (await edge.Router.AskAsync("show bgp ipv4 unicast")).Split('\n')
            .Count(line => line.Contains("64512 i", StringComparison.Ordinal));
}
