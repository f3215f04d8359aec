using Selvedge.Core.Snapshots;
using Selvedge.Harness.Labs;

namespace Selvedge.System.Tests.Network;

/// <summary>Attacks on a real kernel: users are served, the attack is met in time, and every rule ends.</summary>
[Collection(AloneDefinition.Name)]
public sealed class DefenceAttackTests
{
    private static readonly TimeSpan InForceWithin = TimeSpan.FromSeconds(3);

    // The lab's own addresses are private ones.
    private static readonly DefenceSection Section = new()
    {
        Bogons = false,
        Detection = new DetectionThresholds
        {
            PacketsPerSecond = 20_000,
            Expiry = TimeSpan.FromSeconds(3),
            Probation = TimeSpan.FromSeconds(1),
        },
    };

    // As large as a user's, from everywhere and with any number of hops: nothing tells them from users' SYNs.
    private static readonly PacketFlood Syns = new()
    {
        Protocol = 6,
        Flags = 2,
        Port = 80,
        Sources = 65_000,
        Spread = true,
        Ttl = 0,
        Rate = 60_000,
        Seconds = 4.5,
    };

    [Theory]
    [InlineData(SynDefence.Cookies)]
    [InlineData(SynDefence.Proxy)]
    public async Task Every_user_is_served_during_a_flood_of_forged_syns(SynDefence syn)
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        await lab.ServeAsync();
        var defender = await lab.DefendAsync(Section with { Syn = syn });
        var calm = await lab.AskAsync(1.5);
        Assert.Equal(calm.Total, calm.Served);

        var flood = lab.BeginFlood(Syns);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        var during = await lab.AskAsync(2.5);
        await flood.ExitAsync(TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{syn}: calm {calm}, during {during}, {string.Join(' ', flood.Lines)}");
        Assert.Equal(during.Total, during.Served);
        Assert.InRange(during.Median, 0, 3 * calm.Median);
        Assert.Empty(defender.Report!.Mitigations);

        // It was a flood that a listener alone would not have stood, and what was to meet it met it.
        Assert.InRange(await lab.CountedAsync("TcpExt", "SyncookiesSent"), 1000, long.MaxValue);
        Assert.Equal(syn == SynDefence.Proxy, (await lab.TryNftAsync(
            "list", "set", "inet", "selvedge-defence", "until-proxy")).Contains("expires", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_answers_is_met_within_three_seconds_by_a_rule_that_is_no_ban_of_the_victim()
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        await lab.ServeAsync();
        var defender = await lab.DefendAsync(Section with { Amplification = false });
        var flood = lab.BeginFlood(new PacketFlood
        {
            SourcePort = 1900,
            Sources = 65_000,
            Ttl = 0,
            Length = 320,
            Rate = 60_000,
            Seconds = 4,
        });
        var took = await defender.WaitAsync(
            report => report.Drops.GetValueOrDefault("mitigation") > 0, "a rule that drops");
        TestContext.Current.TestOutputHelper?.WriteLine($"First packet to rule: {took.TotalSeconds:0.00} s");
        Assert.InRange(took, TimeSpan.Zero, InForceWithin);

        var rule = Assert.Single(defender.Report!.Mitigations).Filter;
        Assert.Equal((DefenceLab.Victim + "/32", "udp"), (rule.Destination, rule.Protocol));
        Assert.Equal([1900], rule.SourcePorts);
        var during = await lab.AskAsync(1);
        Assert.Equal(during.Total, during.Served);
        await flood.ExitAsync(TestContext.Current.CancellationToken);
        await defender.WaitAsync(report => report.Mitigations.IsEmpty, "the rule's end");
    }

    [Fact]
    public async Task A_rule_ends_at_its_time_also_when_the_node_is_dead()
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        var ends = TimeProvider.System.GetUtcNow().AddSeconds(5);
        var defender = await lab.DefendAsync(Section with
        {
            Mitigations =
            [
                new OrderedMitigation(
                    new FlowFilter { Name = "mine", Protocol = "udp", Ports = [9] }, ends, "Told to."),
            ],
        });
        var ten = new PacketFlood { Count = 10, Port = 9, Sources = 5 };
        await lab.FloodAsync(ten);
        await defender.WaitAsync(report => report.Mitigations.Any(one => one.Packets == 10), "ten packets met");
        await defender.Process.SignalAsync("KILL");
        await lab.FloodAsync(ten);
        Assert.Equal(0, await lab.ReceivedAsync());

        var left = ends - TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1.5);
        await Task.Delay(left, TimeProvider.System, TestContext.Current.CancellationToken);
        await lab.FloodAsync(ten);
        Assert.Equal(10, await lab.ReceivedAsync());
    }

    [Fact]
    public async Task A_node_that_comes_again_takes_up_its_rules_untouched_and_puts_back_what_somebody_took()
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        var section = Section with { Block = ["81.3.0.0/16"], Detection = new DetectionThresholds() };
        var defender = await lab.DefendAsync(section);
        var before = await lab.NftAsync("-a", "list", "ruleset");
        await defender.Process.SignalAsync("KILL");
        defender = await lab.DefendAsync(section);
        Assert.Equal(before, await lab.NftAsync("-a", "list", "ruleset"));

        await defender.Process.SignalAsync("KILL");
        await lab.NftAsync("flush", "table", "netdev", "selvedge-defence");
        await lab.NftAsync("add", "element", "netdev", "selvedge-block", "block4", "{ 9.9.9.9 }");
        await lab.DefendAsync(section);
        Assert.Equal(
            Rules(before), Rules(await lab.NftAsync("list", "ruleset")));
    }

    private static IEnumerable<string> Rules(string ruleset) => ruleset.Split('\n')
        .Select(line => line.Split(" # handle")[0].TrimEnd()).Where(line => line.Length > 0);
}
