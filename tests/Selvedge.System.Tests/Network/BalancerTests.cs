using Selvedge.Bench.Network;
using Selvedge.Core.Snapshots;

namespace Selvedge.System.Tests.Network;

/// <summary>A user, a router, two balancers and four backends: real packets through the kernel's table.</summary>
[Collection(AloneDefinition.Name)]
public sealed class BalancerTests(BalancerFixture fixture) : IClassFixture<BalancerFixture>
{
    private const int Flows = 400;
    private const int ManyFlows = 16_000;

    private BalancerLab Lab
    {
        get
        {
            Assert.SkipUnless(BalancerLab.Obstacle is null, BalancerLab.Obstacle ?? "");
            return fixture.Lab;
        }
    }

    [Fact]
    public async Task A_drain_breaks_none_of_400_connections_and_moves_no_slot_of_the_others()
    {
        await using var user = Lab.Use("tcp", Flows);
        var first = await user.AskAsync();
        Assert.Equal(4, first.Answers.Count);
        var before = await Lab.SlotsAsync(Lab.Balancers[0]);

        await Lab.NameAsync("b1", "b2", "b3");

        var after = await Lab.SlotsAsync(Lab.Balancers[0]);
        var second = await user.AskAsync();
        Assert.Equal((0, 0, Flows), (second.Broken, second.Moved, second.Answers.Values.Sum()));
        Assert.Equal(first.Answers["b4"], second.Answers["b4"]);
        Assert.DoesNotContain("b4", after.Values);
        Assert.Equal(0, before.Count(slot => slot.Value != "b4" && after[slot.Key] != slot.Value));
        await using var newcomer = Lab.Use("tcp", Flows, user: 3);
        Assert.DoesNotContain("b4", (await newcomer.AskAsync()).Answers.Keys);
        await Lab.NameAsync("b1", "b2", "b3", "b4");
    }

    [Fact]
    public async Task Answers_return_without_the_balancer()
    {
        var wanBefore = await Lab.PacketsAsync("lb1", "wan", "tx");
        var inBefore = await Lab.PacketsAsync("lb1", "wan", "rx");
        await using var user = Lab.Use("tcp", Flows);

        Assert.Equal(Flows, (await user.AskAsync()).Answers.Values.Sum());

        Assert.InRange(await Lab.PacketsAsync("lb1", "wan", "rx") - inBefore, 3 * Flows, long.MaxValue);
        Assert.InRange(await Lab.PacketsAsync("lb1", "wan", "tx") - wanBefore, 0, Flows / 4);
        await Waiting.UntilAsync(
            () => Task.FromResult(Lab.Balancers[0].Report!.Backends.Sum(backend => backend.Packets) >= 3 * Flows),
            TimeSpan.FromSeconds(10), "the balancer says what it sent");
    }

    [Fact]
    public async Task Connections_survive_the_balancer_since_the_other_one_has_the_same_table()
    {
        Assert.Equal(await Lab.SlotsAsync(Lab.Balancers[0]), await Lab.SlotsAsync(Lab.Balancers[1]));
        await using var user = Lab.Use("tcp", Flows);
        await user.AskAsync();

        await Lab.RouteAsync(Lab.Balancers[1]);

        var after = await user.AskAsync();
        Assert.Equal((0, 0), (after.Broken, after.Moved));
        await Lab.RouteAsync(Lab.Balancers[0]);
    }

    [Fact]
    public async Task Datagrams_are_spread_by_weight_and_their_flows_stay_in_a_drain()
    {
        var weighted = BalancerLab.Default with
        {
            Backends =
            [
                .. BalancerLab.Default.Backends.Select((backend, index) => backend with { Weight = index + 1 }),
            ],
        };
        await Lab.ChangeAsync(weighted);
        await using var user = Lab.Use("udp", ManyFlows);

        var first = await user.AskAsync();

        Assert.InRange(first.Broken, 0, ManyFlows / 1000);
        foreach (var (index, backend) in weighted.Backends.Index())
        {
            var share = (double)first.Answers[backend.Node] / first.Answers.Values.Sum();
            Assert.InRange(share, ((index + 1) / 10.0) - 0.01, ((index + 1) / 10.0) + 0.01);
        }

        await Lab.NameAsync("b1", "b2", "b3");
        var second = await user.AskAsync();
        Assert.InRange(second.Broken, 0, ManyFlows / 1000);
        Assert.Equal(0, second.Moved);
        await Lab.NameAsync("b1", "b2", "b3", "b4");
        await Lab.ChangeAsync(BalancerLab.Default);
    }

    [Fact]
    public async Task Another_segment_is_reached_by_vxlan()
    {
        await Lab.ChangeAsync(BalancerLab.Default with { Forwarding = Forwarding.Vxlan });
        var before = await Lab.PacketsAsync("b1", "selvedge-vxlan", "rx");
        await using var user = Lab.Use("tcp", Flows, user: 3);

        var answers = await user.AskAsync();

        Assert.Equal((0, 4), (answers.Broken, answers.Answers.Count));
        Assert.True(await Lab.PacketsAsync("b1", "selvedge-vxlan", "rx") > before);
        await Lab.ChangeAsync(BalancerLab.Default);
    }

    [Fact]
    public async Task Translation_serves_with_the_same_table_and_a_drain_breaks_nothing()
    {
        var slots = await Lab.SlotsAsync(Lab.Balancers[0]);
        await Lab.ChangeAsync(BalancerLab.Default with { Forwarding = Forwarding.Translate });
        Assert.Equal(slots, await Lab.SlotsAsync(Lab.Balancers[0], "ip"));
        await using var user = Lab.Use("tcp", Flows, user: 4);
        var first = await user.AskAsync();
        Assert.Equal((0, 4), (first.Broken, first.Answers.Count));

        await Lab.NameAsync("b1", "b2", "b3");

        var second = await user.AskAsync();
        Assert.Equal((0, 0), (second.Broken, second.Moved));
        await Lab.NameAsync("b1", "b2", "b3", "b4");
        await Lab.ChangeAsync(BalancerLab.Default);
        var left = await Lab.Lab.TryRunAsync("lb1", "nft", "list", "table", "ip", "selvedge-balancer");
        Assert.NotEqual(0, left.ExitCode);
    }

    [Fact]
    public async Task Flows_go_on_while_the_node_is_dead_and_its_successor_takes_the_table_over()
    {
        await using var user = Lab.Use("tcp", Flows);
        await user.AskAsync();
        await Lab.NameAsync("b1", "b2", "b3");
        var slots = await Lab.SlotsAsync(Lab.Balancers[0]);

        await Lab.Balancers[0].KillAsync();
        var dead = await user.AskAsync();
        await using var newcomer = Lab.Use("tcp", Flows, user: 3);
        Assert.Equal(Flows, (await newcomer.AskAsync()).Answers.Values.Sum());
        await Lab.Balancers[0].StartAsync(Lab.Order());
        await Lab.SettledAsync();

        var adopted = await user.AskAsync();
        Assert.Equal((0, 0, 0, 0), (dead.Broken, dead.Moved, adopted.Broken, adopted.Moved));
        Assert.Equal(slots, await Lab.SlotsAsync(Lab.Balancers[0]));
        await Lab.NameAsync("b1", "b2", "b3", "b4");
    }

    [Fact]
    public async Task A_verdict_changes_only_slots_that_differ_in_one_transaction()
    {
        var before = await Lab.SlotsAsync(Lab.Balancers[0]);
        await using var monitor = Lab.Lab.Start("lb1", "nft", "monitor");
        await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);

        await Lab.NameAsync("b1", "b2", "b3");

        var after = await Lab.SlotsAsync(Lab.Balancers[0]);
        var changed = before.Count(slot => after[slot.Key] != slot.Value);
        await Waiting.UntilAsync(
            () => Task.FromResult(monitor.Lines.Any(line => line.Contains("new generation", StringComparison.Ordinal))),
            TimeSpan.FromSeconds(10), "the kernel tells of its transaction");
        Assert.Equal(changed, Elements(monitor.Lines, "add element"));
        Assert.Equal(changed, Elements(monitor.Lines, "delete element"));
        Assert.Single(monitor.Lines, line => line.Contains("new generation", StringComparison.Ordinal));
        await Lab.NameAsync("b1", "b2", "b3", "b4");
    }

    [Fact]
    public async Task A_table_that_somebody_removed_comes_back()
    {
        await Lab.Lab.RunAsync("lb1", "nft", "delete", "table", "netdev", "selvedge-balancer");

        await Waiting.UntilAsync(
            async () => (await Lab.Lab.TryRunAsync("lb1", "nft", "list", "table", "netdev", "selvedge-balancer"))
                .ExitCode == 0,
            TimeSpan.FromSeconds(10), "the table is back");
        await using var user = Lab.Use("tcp", Flows);
        Assert.Equal(0, (await user.AskAsync()).Broken);
    }

    private static int Elements(IEnumerable<string> lines, string verb) => lines
        .Where(line => line.Contains(verb, StringComparison.Ordinal)
            && line.Contains("slots-web", StringComparison.Ordinal))
        .Sum(line => line.Count(letter => letter == ':'));
}
