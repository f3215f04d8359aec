using System.Net;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Harness.Labs;

namespace Selvedge.System.Tests.Network;

/// <summary>Each rule of the defence in a real kernel: what it drops, and what it lets pass.</summary>
[Collection(AloneDefinition.Name)]
public sealed class DefenceRulesTests
{
    // Nothing is detected here: rules are told apart from mitigations.
    private static readonly DefenceSection Section = new()
    {
        Allow = [DefenceLab.User],
        Detection = new DetectionThresholds { PacketsPerSecond = 1_000_000_000 },
    };

    private static readonly PacketFlood Hundred = new()
    {
        Count = 100,
        Port = 9,
        SourcePort = 40_000,
        Sources = 50,
    };

    [Fact]
    public async Task Packets_that_no_user_sends_are_dropped_by_cause_and_users_packets_pass()
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        var defender = await lab.DefendAsync(Section with { Block = ["81.3.0.0/16", "2a00:3::/32"] });
        (string? Cause, PacketFlood Flood)[] all =
        [
            (null, Hundred),
            (null, Hundred with { From = IPAddress.Parse("2a00:2::1"), To = IPAddress.Parse(DefenceLab.Victim6) }),
            ("bogon", Hundred with { From = IPAddress.Parse("192.168.7.1") }),
            ("bogon", Hundred with
            {
                From = IPAddress.Parse("2001:db8::1"),
                To = IPAddress.Parse(DefenceLab.Victim6),
            }),
            ("blocked", Hundred with { From = IPAddress.Parse("81.3.0.1") }),
            ("blocked", Hundred with
            {
                From = IPAddress.Parse("2a00:3::1"),
                To = IPAddress.Parse(DefenceLab.Victim6),
                Sources = 1,
            }),
            ("fragment", Hundred with { Fragment = true, Length = 200 }),
            ("bad-flags", Hundred with { Protocol = 6, Flags = 0 }),
            ("bad-flags", Hundred with { Protocol = 6, Flags = 0x03 }),
            ("bad-flags", Hundred with { Protocol = 6, Flags = 0x29 }),
            ("amplification", Hundred with { SourcePort = 123, Length = 600 }),
            ("amplification", Hundred with { SourcePort = 11_211, Length = 1400 }),
            (null, Hundred with { SourcePort = 123, Length = 76 }),
        ];
        var passed = 0;
        foreach (var (cause, flood) in all)
        {
            var before = cause is null ? 0 : defender.Dropped(cause);
            var sent = await lab.FloodAsync(flood);
            if (cause is null)
            {
                passed++;
            }
            else
            {
                await defender.WaitAsync(
                    report => report.Drops.GetValueOrDefault(cause) == before + sent, $"{sent} more by {cause}");
            }
        }

        Assert.Equal(100 * (passed - 1), await lab.ReceivedAsync());
    }

    [Fact]
    public async Task Allowed_sources_are_dropped_by_no_rule()
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        await lab.DefendAsync(Section with
        {
            Allow = ["192.168.0.0/16"],
            Block = ["192.168.7.0/24"],
            UdpPerSecond = 1,
            Mitigations =
            [
                new OrderedMitigation(
                    new FlowFilter { Name = "all", Protocol = "udp" }, DateTimeOffset.MaxValue, "Told to."),
            ],
        });
        await lab.FloodAsync(Hundred with
        {
            From = IPAddress.Parse("192.168.7.1"),
            Sources = 1,
            SourcePort = 123,
            Length = 600,
        });
        Assert.Equal(100, await lab.ReceivedAsync());
    }

    [Fact]
    public async Task A_source_that_sends_too_much_is_held_to_its_rate_and_others_are_not()
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        var defender = await lab.DefendAsync(Section with { UdpPerSecond = 50, SynsPerSecond = 20 });

        // The router answers for a source that it has no way to, and no more than a few a second: counted are drops.
        foreach (var (cause, flood, passes) in new (string, PacketFlood, int)[]
        {
            ("udp-rate", Hundred with { Sources = 1, Count = 1000 }, 50),
            ("udp-rate", Hundred with
            {
                Sources = 1,
                Count = 1000,
                From = IPAddress.Parse("2a00:2::1"),
                To = IPAddress.Parse(DefenceLab.Victim6),
            }, 50),
            ("syn-rate", Hundred with { Sources = 1, Count = 1000, Protocol = 6, Flags = 2, From = Other }, 20),
        })
        {
            var before = defender.Dropped(cause);
            var sent = await lab.FloodAsync(flood);
            await defender.WaitAsync(
                report => report.Drops.GetValueOrDefault(cause) - before is var dropped
                    && dropped >= sent - (passes * 2) && dropped <= sent - passes,
                $"{sent} but for {passes} by {cause}");
        }

        var many = defender.Dropped("udp-rate");
        await lab.FloodAsync(Hundred with { Sources = 200, Count = 1000, From = Other });
        await defender.WaitAsync(report => report.Drops.GetValueOrDefault("udp-rate") >= many, "a look");
        Assert.Equal(many, defender.Dropped("udp-rate"));
    }

    [Fact]
    public async Task Lists_of_ten_thousand_and_half_a_million_prefixes_load_and_change()
    {
        Assert.SkipUnless(DefenceLab.Obstacle is null, DefenceLab.Obstacle ?? "");
        await using var lab = await DefenceLab.BeginAsync();
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        var defender = await lab.DefendAsync(Section with { Block = [.. Prefixes(10_000)] });
        TestContext.Current.TestOutputHelper?.WriteLine($"10,000: {time.GetElapsedTime(begun).TotalSeconds:0.00} s");
        await lab.FloodAsync(Blocked);
        await CountAsync(defender, 100);

        begun = time.GetTimestamp();
        await ChangeAsync(lab, defender, Section with { Block = [.. Prefixes(500_000)] });
        await WaitForNftAsync(lab, "block-cc", "204.31.198.0");
        TestContext.Current.TestOutputHelper?.WriteLine($"500,000: {time.GetElapsedTime(begun).TotalSeconds:0.00} s");
        await lab.FloodAsync(Blocked);
        await CountAsync(defender, 200);

        begun = time.GetTimestamp();
        await ChangeAsync(lab, defender, Section with { Block = [.. Prefixes(500_000), "81.9.9.9"] });
        await WaitForNftAsync(lab, "block-51", "81.9.9.9");
        TestContext.Current.TestOutputHelper?.WriteLine($"one more: {time.GetElapsedTime(begun).TotalSeconds:0.00} s");
    }

    private static IPAddress Other { get; } = IPAddress.Parse("81.2.7.1");

    private static PacketFlood Blocked { get; } = Hundred with { From = IPAddress.Parse("5.7.0.1"), Sources = 16 };

    // Half of them in every second /24: nothing merges.
    private static IEnumerable<string> Prefixes(int count) => Enumerable.Range(0, count).Select(i => FormattableString
        .Invariant($"{(i % 200) + 5}.{7 + (i / 200 / 100)}.{i / 200 % 100 * 2}.0/24"));

    private static Task<TimeSpan> CountAsync(Defender defender, long wanted) => defender.WaitAsync(
        report => report.Drops.GetValueOrDefault("blocked") == wanted, $"{wanted} blocked");

    private static async Task ChangeAsync(DefenceLab lab, Defender defender, DefenceSection section)
    {
        await File.WriteAllBytesAsync(
            lab.SectionFile, CoreJson.Write(section), TestContext.Current.CancellationToken);
        await defender.ReadAgainAsync();
    }

    private static async Task WaitForNftAsync(DefenceLab lab, string set, string element)
    {
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        while (!(await lab.TryNftAsync("list", "set", "netdev", "selvedge-block", set))
            .Contains(element, StringComparison.Ordinal))
        {
            Assert.InRange(time.GetElapsedTime(begun).TotalSeconds, 0, 60);
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, TestContext.Current.CancellationToken);
        }
    }
}
