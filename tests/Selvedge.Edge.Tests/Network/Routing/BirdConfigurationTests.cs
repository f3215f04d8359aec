using System.Collections.Immutable;
using System.Diagnostics;
using CsCheck;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Routing;

namespace Selvedge.Edge.Tests.Network.Routing;

/// <summary>The text that BIRD reads, read by the real one.</summary>
public sealed class BirdConfigurationTests
{
    private static readonly string[] Odd =
        ["", "a", "default/shop", "ü", "x\"; }", "192.0.2.0/24", "192.0.2.1/32", "0.0.0.0/0", "2001:db8::/32", "::/0",
            "2001:db8::1", "192.0.2.1", "fe80::1%lo", "10.0.0.1", "127.0.0.1:323", "[::1]:323", "64500:1", "64500:1:2",
            "70000:1", "1:4294967295:4294967296", "tcp", "udp", "icmp", "300", "47", "syn/syn,ack", "ack/syn", "'"];

    private static RoutingSection Whole { get; } = new(
        [
            new RoutedPrefix("default/any", "192.0.2.0/24", 64999, [], ["192.0.2.1"], 1, ["fra"]),
            new RoutedPrefix("six", "2001:db8:53::/48", 64512, [], ["2001:db8:53::1"], 1, ["fra"]),
        ],
        [
            new RoutingPeer("transit-one", "", "10.0.1.1", 64500, 64512)
            {
                Password = "a word, with #{}; in it",
                Bfd = new BfdTimers(TimeSpan.FromMilliseconds(100), 3),
                GracefulRestart = true,
                Accept = ["0.0.0.0/0", "198.51.100.0/24"],
                Prepend = 2,
                Med = 50,
                Communities = ["64500:100", "64500:1:2"],
                RpkiCaches = ["127.0.0.1:323", "[::1]:8282"],
                FlowSpec = true,
                Blackhole = true,
            },
            new RoutingPeer("six", "n1", "fd00:1::1", 4200000000, 64512) { Accept = ["::/0"], FlowSpec = true },
            new RoutingPeer("elsewhere", "n2", "10.9.9.9", 64500, 64512),
        ])
    {
        Blackholes = ["192.0.2.66/32", "2001:db8:53::66/128"],
        Flows =
        [
            new FlowFilter
            {
                Name = "dns", Destination = "192.0.2.1/32", Source = "198.51.100.0/24", Protocol = "udp",
                SourcePorts = [53, 123], Ports = [80], LengthMin = 512, LengthMax = 1500,
            },
            new FlowFilter { Name = "all", Protocol = "icmp", PacketsPerSecond = 1000 },
            new FlowFilter { Name = "syn", Protocol = "tcp", TcpFlags = "syn/syn,ack" },
        ],
    };

    [Fact]
    public async Task Everything_that_a_section_may_say_is_understood_by_bird()
    {
        Assert.SkipUnless(HasBird, "This test needs BIRD.");
        var text = BirdConfiguration.Write(Whole, "fra", "n1", []);

        Assert.Equal("", await ParseAsync(text));
        Assert.DoesNotContain("10.9.9.9", text, StringComparison.Ordinal);
        Assert.Empty(RoutingCheck.Problems(Whole));
    }

    [Fact]
    public void A_state_switches_one_protocol_of_the_two_and_changes_nothing_else()
    {
        var announced = Write(AnnouncementState.Announced);
        var draining = Write(AnnouncementState.Draining);
        var withdrawn = Write(AnnouncementState.Withdrawn);

        Assert.Equal(3, Count(announced));
        Assert.Equal(3, Count(draining));
        Assert.Equal(4, Count(withdrawn));
        Assert.Equal(
            withdrawn.Replace(" disabled;", ""), announced.Replace(" disabled;", ""), StringComparer.Ordinal);

        static int Count(string text) => text.Split("disabled;").Length - 1;
        static string Write(AnnouncementState state) => BirdConfiguration.Write(
            Whole, "fra", "n1",
            [new Announcement("default/any", state, "", "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "")]);
    }

    [Fact]
    public void A_neighbour_more_changes_no_other_session()
    {
        var fewer = Whole with { Peers = Whole.Peers.RemoveAt(0) };
        var text = BirdPeers.Session(new(), Whole.Peers[1]).ToString();

        Assert.Contains(text, BirdConfiguration.Write(Whole, "fra", "n1", []), StringComparison.Ordinal);
        Assert.Contains(text, BirdConfiguration.Write(fewer, "fra", "n1", []), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_check_lets_through_is_understood_by_bird()
    {
        Assert.SkipUnless(HasBird, "This test needs BIRD.");
        List<string> texts = [];
        Gen.ULong.Sample(seed =>
        {
            var section = Random(new Random((int)seed));
            if (!RoutingCheck.Problems(section).Any())
            {
                lock (texts)
                {
                    texts.Add(BirdConfiguration.Write(section, "fra", "n1", []));
                }
            }
        }, iter: 30_000);

        Assert.True(texts.Count > 20, $"Only {texts.Count} sections were let through.");
        foreach (var text in texts.Take(40))
        {
            Assert.True(await ParseAsync(text) is { Length: 0 }, text);
        }
    }

    private static bool HasBird => File.Exists("/usr/sbin/bird");

    private static RoutingSection Random(Random random)
    {
        var peer = Whole.Peers[random.Next(2)];
        var prefix = Whole.Prefixes[random.Next(2)];
        var flow = Whole.Flows[random.Next(3)];
        return new RoutingSection(
            [random.Next(3) == 0 ? prefix with { Prefix = Word(), Addresses = [] } : prefix with { Name = Word() }],
            [
                random.Next(8) switch
                {
                    0 => peer with { Name = Word(), Address = Word() },
                    1 => peer with { Name = Word(), Password = Word() },
                    2 => peer with { Accept = [Word(), Word()] },
                    3 => peer with { Communities = [Word(), Word()] },
                    4 => peer with { RpkiCaches = [Word(), Word()] },
                    5 => peer with { HoldTime = TimeSpan.FromSeconds(random.Next(70_000)) },
                    6 => peer with { Med = random.NextInt64(-1, 5_000_000_000), Prepend = random.Next(12) },
                    _ => peer,
                },
            ])
        {
            Blackholes = random.Next(2) == 0 ? [Word()] : ImmutableArray<string>.Empty,
            Flows =
            [
                random.Next(4) switch
                {
                    0 => flow with { Destination = Word(), Source = Word() },
                    1 => flow with { Protocol = Word(), TcpFlags = Word() },
                    2 => flow with { LengthMax = random.Next(70_000), Ports = [random.Next(70_000)] },
                    _ => flow,
                },
            ],
        };

        string Word() => Odd[random.Next(Odd.Length)];
    }

    private static async Task<string> ParseAsync(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            using var bird = Process.Start(new ProcessStartInfo("/usr/sbin/bird", ["-p", "-c", path])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            return await bird.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
