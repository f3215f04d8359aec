using Selvedge.Bench.Network;

namespace Selvedge.System.Tests.Network;

/// <summary>Three places announce the same prefixes to a provider's router: real BGP between FRR and BIRD.</summary>
[Collection(AloneDefinition.Name)]
public sealed class AnycastTests(AnycastFixture fixture, ITestOutputHelper output) : IClassFixture<AnycastFixture>
{
    // Targets are the bench's. Here it is that the route moves by what is meant to move it, not by the hold time.
    private static readonly TimeSpan MoveLimit = TimeSpan.FromSeconds(4);

    private AnycastLab Lab
    {
        get
        {
            Assert.SkipUnless(AnycastLab.Obstacle is null, AnycastLab.Obstacle ?? "");
            return fixture.Lab;
        }
    }

    [Fact]
    public async Task The_upstream_learns_both_prefixes_from_every_place_and_every_place_says_so()
    {
        await Lab.SettledAsync();
        await Waiting.UntilAsync(
            () => Task.FromResult(Lab.Pops.All(pop => pop.Report is { Off: "", Problem: "" } report
                && report.Peers.All(peer => peer is { IsEstablished: true, Announced: 1 })
                && report.Announcements.All(announcement =>
                    announcement is { Desired: "Announced", Reason: "Serviceable", Observed: 1 }))),
            TimeSpan.FromSeconds(5), "every place says so");

        Assert.Equal("20 0 0", await AskAsync($"http://{AnycastLab.Address4}/"));
        Assert.Equal("20 0 0", await AskAsync($"http://[{AnycastLab.Address6}]/"));
    }

    [Theory]
    [InlineData("service_death")]
    [InlineData("bird_killed")]
    [InlineData("bird_stopped")]
    [InlineData("link_down")]
    [InlineData("silent_death")]
    [InlineData("node_killed")]
    [InlineData("node_stopped")]
    public async Task What_befalls_the_preferred_place_moves_the_upstreams_kernel_route(string name)
    {
        var happening = AnycastEvent.All.Single(happening => happening.Name == name);

        var took = await happening.MeasureAsync(Lab);

        output.WriteLine($"{name}: {took.TotalMilliseconds:0} ms");
        Assert.True(took < MoveLimit, $"{name}: {took}");
        await Lab.SettledAsync();
    }

    [Fact]
    public async Task A_drained_place_is_avoided_first_then_withdrawn_and_no_request_fails()
    {
        const int Requests = 10_000;
        await Lab.SettledAsync();
        var pop = await Lab.BestAsync();
        var users = Lab.Ask($"http://{AnycastLab.Address4}/", Requests, 6);
        var left = Lab.Routes.Leaves(pop.UpstreamLink);
        await Lab.DrainAsync(pop, true);

        await left.WaitAsync(MoveLimit, TestContext.Current.CancellationToken);
        var avoided = await Lab.Upstream.AskAsync($"show bgp ipv4 unicast {AnycastLab.Prefix4}");
        await Waiting.UntilAsync(
            async () => await Lab.PathsAsync(AnycastLab.Prefix4) == 2, TimeSpan.FromSeconds(8), "it is withdrawn");
        var early = !users.HasExited;
        await users.ExitAsync(TestContext.Current.CancellationToken);
        await Lab.DrainAsync(pop, false);

        // All three ways are there still while it asks to be avoided.
        Assert.Contains("graceful-shutdown", avoided, StringComparison.Ordinal);
        Assert.Contains("3 available", avoided, StringComparison.Ordinal);
        Assert.True(early, "All requests were over before the place had withdrawn.");
        var counts = Assert.Single(users.Lines).Split(' ');
        output.WriteLine($"{counts[0]} requests, {counts[1]} tried again, {counts[2]} failed");
        Assert.Equal(["10000", "0"], [counts[0], counts[2]]);
        await Lab.SettledAsync();
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_asks_to_be_avoided_withdraws_and_ends()
    {
        await Lab.SettledAsync();
        var pop = await Lab.BestAsync();
        var left = Lab.Routes.Leaves(pop.UpstreamLink);
        var bird = await pop.BirdAsync();
        await pop.Host.SignalAsync("TERM");

        await left.WaitAsync(MoveLimit, TestContext.Current.CancellationToken);
        var avoided = await Lab.Upstream.AskAsync($"show bgp ipv4 unicast {AnycastLab.Prefix4}");
        await pop.Host.ExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("graceful-shutdown", avoided, StringComparison.Ordinal);
        Assert.Equal(2, await Lab.PathsAsync(AnycastLab.Prefix4));
        Assert.False(Directory.Exists($"/proc/{bird}"));
        Assert.Contains(
            pop.Reports, report => report.Announcements.Any(announcement => announcement.Reason == "Stopping"));
        await pop.StartAsync(Lab.Verdicts());
        await Lab.SettledAsync();
    }

    private async Task<string> AskAsync(string address)
    {
        var users = Lab.Ask(address, 20, 2);
        await users.ExitAsync(TestContext.Current.CancellationToken);
        return Assert.Single(users.Lines);
    }
}
