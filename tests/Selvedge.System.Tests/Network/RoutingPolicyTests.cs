using System.Text.Json;
using Selvedge.Bench.Network;
using Selvedge.Core.Snapshots;

namespace Selvedge.System.Tests.Network;

/// <summary>What documents say of a neighbour arrives at the neighbour, and a change of one session leaves the others.
/// </summary>
[Collection(AloneDefinition.Name)]
public sealed class RoutingPolicyTests(AnycastFixture fixture) : IClassFixture<AnycastFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private AnycastLab Lab
    {
        get
        {
            Assert.SkipUnless(AnycastLab.Obstacle is null, AnycastLab.Obstacle ?? "");
            return fixture.Lab;
        }
    }

    [Fact]
    public async Task Prepends_med_and_communities_arrive_and_steer()
    {
        await Lab.SettledAsync();
        var pop = await Lab.BestAsync();
        await pop.ChangeAsync(peer => peer with { Prepend = 2, Communities = ["64500:100", "64500:1:2"] });
        await Waiting.UntilAsync(async () => await Lab.BestAsync() != pop, Limit, "a longer path is left");
        var path = await PathAsync(pop);
        Assert.Equal("64512 64512 64512", path.GetProperty("aspath").GetProperty("string").GetString());
        Assert.Equal("64500:100", path.GetProperty("community").GetProperty("string").GetString());
        Assert.Equal("64500:1:2", path.GetProperty("largeCommunity").GetProperty("string").GetString());

        await pop.ChangeAsync(peer => peer with { Prepend = 0, Communities = ["64500:200"] });
        await Waiting.UntilAsync(async () => await Lab.BestAsync() == pop, Limit, "the preferred community is taken");

        await pop.ChangeAsync(peer => peer with { Communities = [], Med = 50 });
        await Waiting.UntilAsync(async () => await Lab.BestAsync() != pop, Limit, "a higher MED is left");
        Assert.Equal(50, (await PathAsync(pop)).GetProperty("metric").GetInt32());
        await pop.ChangeAsync(peer => peer with { Med = null });
    }

    [Fact]
    public async Task A_host_route_to_drop_is_dropped_at_the_upstream_and_nothing_else()
    {
        await Lab.SettledAsync();
        var pop = Lab.Pops[1];
        await pop.TellAsync(pop.Section with
        {
            Blackholes = ["192.0.2.66/32"],
            Peers = [.. pop.Section.Peers.Select(peer => peer with { Blackhole = true })],
        });

        await Waiting.UntilAsync(
            async () => (await Lab.Lab.TryRunAsync("inet", "ip", "route", "get", "192.0.2.66")).ExitCode != 0,
            Limit, "the host is dropped");
        var told = await Lab.Upstream.AskAsync("show bgp ipv4 unicast 192.0.2.66/32");
        Assert.Contains("blackhole", told, StringComparison.Ordinal);
        Assert.Contains("no-export", told, StringComparison.Ordinal);
        Assert.NotNull(await Lab.BestAsync());

        await pop.TellAsync(pop.Section with { Blackholes = [] });
        await Waiting.UntilAsync(async () => await Lab.PathsAsync("192.0.2.66/32") == 0, Limit, "it is over");
    }

    [Fact]
    public async Task Flow_specifications_arrive()
    {
        await Lab.SettledAsync();
        var pop = Lab.Pops[2];
        await pop.TellAsync(pop.Section with
        {
            Flows =
            [
                new FlowFilter
                {
                    Name = "dns", Destination = "192.0.2.1/32", Protocol = "udp", SourcePorts = [53, 123],
                    LengthMin = 512,
                },
                new FlowFilter
                {
                    Name = "syn", Destination = "192.0.2.1/32", Protocol = "tcp", TcpFlags = "syn/syn,ack",
                    PacketsPerSecond = 1000,
                },
            ],
            Peers = [.. pop.Section.Peers.Select(peer => peer with { FlowSpec = peer.Name == "transit4" })],
        });

        var told = "";
        await Waiting.UntilAsync(
            async () => (told = await Lab.Upstream.AskAsync("show bgp ipv4 flowspec detail"))
                .Contains("Displayed  2", StringComparison.Ordinal),
            Limit, "two flows arrive").ContinueWith(
                ended => Assert.True(ended.IsCompletedSuccessfully, told), TaskScheduler.Default);
        Assert.Contains("192.0.2.1/32", told, StringComparison.Ordinal);
        Assert.Contains("= 53", told, StringComparison.Ordinal);
        await pop.TellAsync(pop.Section with { Flows = [] });
    }

    [Fact]
    public async Task A_wrong_password_stays_down_and_the_same_one_comes_up()
    {
        await Lab.SettledAsync();
        var pop = Lab.Pops[0];
        await Lab.Upstream.ConfigureAsync("router bgp 64500", "neighbor 10.0.1.2 password right-word");
        await pop.ChangeAsync(peer => peer.Name == "transit4" ? peer with { Password = "wrong-word" } : peer);
        await Waiting.UntilAsync(async () => await Lab.PathsAsync(AnycastLab.Prefix4) == 2, Limit, "it is down");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal(2, await Lab.PathsAsync(AnycastLab.Prefix4));
        Assert.Contains(pop.Report!.Peers, peer => peer is { Peer: "transit4", IsEstablished: false });
        Assert.DoesNotContain("wrong-word", pop.Log, StringComparison.Ordinal);

        await pop.ChangeAsync(peer => peer.Name == "transit4" ? peer with { Password = "right-word" } : peer);
        await Lab.SettledAsync();
        await Lab.Upstream.ConfigureAsync("router bgp 64500", "no neighbor 10.0.1.2 password");
        await pop.ChangeAsync(peer => peer with { Password = "" });
        await Lab.SettledAsync();
    }

    [Fact]
    public async Task A_change_of_one_session_leaves_the_other_one_as_it_was()
    {
        await Lab.SettledAsync();
        var pop = Lab.Pops[1];
        await Waiting.UntilAsync(
            () => Task.FromResult(pop.Report!.Peers.All(peer => peer.IsEstablished)), Limit, "both are up");
        var before = pop.Report!.Peers.Single(peer => peer.Peer == "transit6");
        var upstream = (await NeighbourAsync("fd00:2::2")).GetProperty("connectionsEstablished").GetInt32();
        var upstream4 = (await NeighbourAsync("10.0.2.2")).GetProperty("connectionsEstablished").GetInt32();

        await pop.ChangeAsync(peer => peer.Name == "transit4"
            ? peer with { HoldTime = TimeSpan.FromSeconds(12) }
            : peer);

        await Waiting.UntilAsync(
            async () => (await NeighbourAsync("10.0.2.2")).GetProperty("connectionsEstablished").GetInt32() > upstream4,
            Limit, "the changed session was made anew");
        await Lab.SettledAsync();
        Assert.Equal(before.Since, pop.Report!.Peers.Single(peer => peer.Peer == "transit6").Since);
        Assert.Equal(
            upstream, (await NeighbourAsync("fd00:2::2")).GetProperty("connectionsEstablished").GetInt32());
    }

    [Fact]
    public async Task Too_many_prefixes_shut_the_session_for_a_while()
    {
        await Lab.SettledAsync();
        var pop = Lab.Pops[2];
        await pop.ChangeAsync(peer => peer with { PrefixesMax = 2, Accept = [] });
        await Lab.Upstream.ConfigureAsync(
            "ip route 10.66.1.0/24 blackhole", "ip route 10.66.2.0/24 blackhole", "ip route 10.66.3.0/24 blackhole",
            "router bgp 64500", "address-family ipv4 unicast", "redistribute static");

        await Waiting.UntilAsync(
            () => Task.FromResult(pop.Reports.TakeLast(20).SelectMany(report => report.Peers).Any(peer =>
                peer is { Peer: "transit4", IsEstablished: false } && peer.Detail.Contains("limit"))),
            Limit, "the session is shut, and says why");

        await Lab.Upstream.ConfigureAsync(
            "router bgp 64500", "address-family ipv4 unicast", "no redistribute static", "exit-address-family", "exit",
            "no ip route 10.66.1.0/24 blackhole", "no ip route 10.66.2.0/24 blackhole",
            "no ip route 10.66.3.0/24 blackhole");
        await pop.ChangeAsync(peer => peer with { PrefixesMax = 1000 });
        await Lab.SettledAsync();
    }

    [Fact]
    public async Task A_change_that_ends_the_only_sessions_is_undone()
    {
        await Lab.SettledAsync();
        var pop = Lab.Pops[1];
        await pop.ChangeAsync(peer => peer with { PeerAsn = 64999 });

        await Waiting.UntilAsync(
            () => Task.FromResult(pop.Report!.Problem.Contains("No session came back")),
            TimeSpan.FromSeconds(30), "it is undone");
        await Lab.SettledAsync();
        await pop.ChangeAsync(peer => peer with { PeerAsn = 64500 });
    }

    [Fact]
    public async Task A_default_route_reaches_the_kernel_only_where_it_is_accepted()
    {
        await Lab.SettledAsync();
        var pop = Lab.Pops[0];
        Assert.DoesNotContain("bird", await KernelAsync(pop), StringComparison.Ordinal);
        await pop.ChangeAsync(peer => peer.Name == "transit4" ? peer with { Accept = ["0.0.0.0/0"] } : peer);

        await UntilAsync(
            pop, async () => (await KernelAsync(pop)).Contains("default via 10.0.1.1 dev wan proto bird"),
            "the default route is there");

        await pop.ChangeAsync(peer => peer with { Accept = [] });
        await Waiting.UntilAsync(
            async () => !(await KernelAsync(pop)).Contains("bird"), Limit, "the default route is gone");
    }

    private async Task UntilAsync(Pop pop, Func<Task<bool>> condition, string what)
    {
        try
        {
            await Waiting.UntilAsync(condition, Limit, what);
        }
        catch (TimeoutException late)
        {
            var routes = await Lab.Lab.RunAsync(
                pop.Name, "birdc", "-s", Path.Combine(pop.Options.State, "bird.ctl"), "show", "route", "all");
            throw new TimeoutException($"{late.Message}\n{pop.Log}\n{routes}", late);
        }
    }

    private async Task<JsonElement> PathAsync(Pop pop)
    {
        var found = await Lab.Upstream.ReadAsync($"show bgp ipv4 unicast {AnycastLab.Prefix4} json");
        return found.GetProperty("paths").EnumerateArray().Single(path =>
            path.GetProperty("nexthops")[0].GetProperty("ip").GetString() == $"10.0.{pop.Number}.2");
    }

    private async Task<JsonElement> NeighbourAsync(string address) =>
        (await Lab.Upstream.ReadAsync($"show bgp neighbors {address} json")).GetProperty(address);

    private Task<string> KernelAsync(Pop pop) => Lab.Lab.RunAsync(pop.Name, "ip", "route", "show");
}
