using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Network.Defence;

public sealed class AttackDetectorTests
{
    private static readonly DetectionThresholds Thresholds = new() { PacketsPerSecond = 5000 };

    [Fact]
    public void A_flood_of_syns_is_told_from_users_by_what_its_packets_lack()
    {
        var filter = Found(new Traffic(1).Syns(1000));
        Assert.Equal(("198.18.0.1/32", "tcp", "syn/fin,syn,rst,psh,ack,urg", 40, 40),
            (filter.Destination, filter.Protocol, filter.TcpFlags, filter.LengthMin, filter.LengthMax));
        Assert.Equal("", filter.Source);
    }

    [Fact]
    public void Answers_of_open_resolvers_are_told_by_their_port()
    {
        var filter = Found(new Traffic(2).Amplified(1000));
        Assert.Equal([53], filter.SourcePorts);
        Assert.Equal("udp", filter.Protocol);
    }

    [Fact]
    public void One_network_is_told_by_its_prefix() =>
        Assert.Equal("81.2.69.0/24", Found(new Traffic(3).OneNetwork(1000)).Source);

    [Fact]
    public void A_protocol_that_no_user_speaks_is_feature_enough()
    {
        var filter = Found(new Traffic(4).Users(1000).Select(packet => packet with
        {
            Protocol = 47,
            SourcePort = 0,
            DestinationPort = 0,
            TcpFlags = 0,
        }));
        Assert.Equal("47", filter.Protocol);
    }

    [Fact]
    public void A_node_that_has_just_begun_tells_an_attack_too()
    {
        var attack = Assert.Single(new AttackDetector().Look(
            new TrafficSample([.. new Traffic(5).Syns(1000)], 200_000), Thresholds, AddressSet.Empty, []));
        Assert.NotNull(attack.Filter);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_hundred_times_the_users_at_once_are_no_attack_that_is_mitigated(int seed)
    {
        var traffic = new Traffic(seed);
        var detector = Learned(traffic);
        for (var second = 0; second < 60; second++)
        {
            var rate = 1000 * Math.Min(100, 1 + second * 10);
            Assert.All(
                detector.Look(
                    new TrafficSample([.. traffic.Users(1000)], rate), Thresholds, AddressSet.Empty, []),
                attack => Assert.Null(attack.Filter));
        }
    }

    [Fact]
    public void Users_are_served_while_an_attack_is_dropped()
    {
        var traffic = new Traffic(6);
        var filter = new FilterMatch(Found(traffic.Syns(1000)));
        Assert.DoesNotContain(traffic.Users(10_000), packet => filter.Fits(packet));
        Assert.InRange(traffic.Syns(1000).Count(packet => filter.Fits(packet)), 900, 1000);
    }

    [Fact]
    public void Allowed_sources_are_never_held_against()
    {
        var traffic = new Traffic(7);
        Assert.Empty(Learned(traffic).Look(
            new TrafficSample([.. traffic.OneNetwork(1000)], 100_000), Thresholds,
            AddressSet.Of(["81.2.69.0/24"]), []));
    }

    [Fact]
    public void What_a_mitigation_meets_is_not_seen_again()
    {
        var traffic = new Traffic(8);
        var known = new FilterMatch(Found(traffic.Syns(1000)));
        Assert.DoesNotContain(
            Learned(traffic).Look(
                new TrafficSample([.. traffic.Syns(1000), .. traffic.Users(10)], 100_000), Thresholds,
                AddressSet.Empty, [known]),
            attack => attack.Filter is not null);
    }

    [Fact]
    public void No_filter_is_a_destination_alone_and_every_one_is_valid_whatever_comes() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.Select(CsCheck.Gen.Int, CsCheck.Gen.Int[0, 4], CsCheck.Gen.Double[0, 1]),
            (seed, shape, mixed) =>
        {
            var traffic = new Traffic(seed);
            var users = traffic.Users((int)(500 * mixed));
            IEnumerable<PacketFeatures> attackers = shape switch
            {
                0 => traffic.Syns(500),
                1 => traffic.Amplified(500),
                2 => traffic.OneNetwork(500),
                3 => traffic.Users(500).Select(packet => packet with { Ttl = 3 }),
                _ => traffic.Users(500),
            };
            var detector = seed % 2 == 0 ? new AttackDetector() : Learned(traffic);
            foreach (var attack in detector.Look(
                new TrafficSample([.. attackers, .. users], 80_000), Thresholds, AddressSet.Empty, []))
            {
                if (attack.Filter is { } filter)
                {
                    Assert.Empty(FlowFilters.Problems(filter));
                    Assert.True(FlowFilters.HasFeature(filter with { Protocol = "" }));
                }
            }
        }, iter: 200);

    private static FlowFilter Found(IEnumerable<PacketFeatures> attack)
    {
        var traffic = new Traffic(99);
        var attacks = Learned(traffic).Look(
            new TrafficSample([.. attack, .. traffic.Users(10)], 100_000), Thresholds, AddressSet.Empty, []);
        return Assert.Single(attacks).Filter ?? throw new InvalidOperationException("Nothing tells them apart.");
    }

    private static AttackDetector Learned(Traffic traffic)
    {
        var detector = new AttackDetector();
        for (var second = 0; second < 60; second++)
        {
            detector.Look(new TrafficSample([.. traffic.Users(100)], 1000), Thresholds, AddressSet.Empty, []);
        }

        return detector;
    }
}
