using System.Collections.Immutable;
using CsCheck;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Network.Defence;

public sealed class MitigationBookTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly DetectionThresholds Thresholds = new()
    {
        PacketsPerSecond = 1000,
        Expiry = TimeSpan.FromSeconds(30),
        Probation = TimeSpan.FromSeconds(10),
    };

    private static readonly FlowFilter Filter = new() { Destination = "192.0.2.1/32", Protocol = "udp", Ttl = 3 };

    [Fact]
    public void A_mitigation_is_renewed_while_it_matches_then_on_probation_then_gone()
    {
        var book = MitigationBook.Empty.See([Attack(Filter)], Thresholds, Start);
        Assert.Equal(MitigationState.Active, Assert.Single(book.Mitigations).State);

        book = book.Age(Matched(500), Thresholds, Start.AddSeconds(29));
        Assert.Equal(Start.AddSeconds(59), book.Mitigations[0].ExpiresAt);

        book = book.Age(Matched(5), Thresholds, Start.AddSeconds(59));
        Assert.Equal((MitigationState.Probation, Start.AddSeconds(69)),
            (book.Mitigations[0].State, book.Mitigations[0].ExpiresAt));
        Assert.False(book.Mitigations[0].Rule.Drops);

        Assert.Empty(book.Age(Matched(5), Thresholds, Start.AddSeconds(69)).Mitigations);
        Assert.Equal(
            MitigationState.Active,
            book.Age(Matched(500), Thresholds, Start.AddSeconds(65)).Mitigations[0].State);
    }

    [Fact]
    public void Nothing_is_dropped_where_nothing_is_to_be_done_by_itself()
    {
        var book = MitigationBook.Empty.See([Attack(Filter)], Thresholds with { Mitigate = false }, Start);
        Assert.Equal(MitigationState.WouldApply, book.Mitigations[0].State);
        Assert.False(book.Mitigations[0].Rule.Drops);
        Assert.Empty(book.Age(Matched(0), Thresholds with { Mitigate = false }, Start.AddSeconds(30)).Mitigations);
    }

    [Fact]
    public void An_ordered_one_ends_at_its_time_whatever_it_matches()
    {
        var order = new OrderedMitigation(Filter with { Name = "mine" }, Start.AddSeconds(20), "Told to.");
        var book = MitigationBook.Empty.Order([order], Start);
        Assert.Equal("Told to.", Assert.Single(book.Mitigations).Cause);
        book = book.Age(Matched(1000, "ordered-mine"), Thresholds, Start.AddSeconds(19));
        Assert.Equal(Start.AddSeconds(20), Assert.Single(book.Mitigations).ExpiresAt);
        Assert.Empty(book.Age(Matched(1000, "ordered-mine"), Thresholds, Start.AddSeconds(20)).Mitigations);
        Assert.Empty(book.Order([], Start).Mitigations);
    }

    [Fact]
    public void The_same_attack_is_met_once_and_never_by_a_destination_alone()
    {
        var only = new FlowFilter { Destination = "192.0.2.1/32" };
        var book = MitigationBook.Empty.See([Attack(Filter), Attack(Filter), Attack(only)], Thresholds, Start);
        Assert.Single(book.Mitigations);
    }

    [Fact]
    public void Whatever_happens_every_mitigation_has_an_end_in_sight() => Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 120], Gen.Double[0, 2000]).Array[1, 60].Sample(steps =>
    {
        var book = MitigationBook.Empty;
        var now = Start;
        foreach (var (what, seconds, rate) in steps)
        {
            now = now.AddSeconds(seconds);
            var thresholds = Thresholds with { Mitigate = what != 3 };
            book = book.See(what == 0 ? [Attack(Filter with { Ttl = 1 + (seconds % 100) })] : [], thresholds, now)
                .Age(book.Mitigations.ToDictionary(
                    one => one.Id, _ => (rate, 1L), StringComparer.Ordinal), thresholds, now);
            Assert.All(book.Mitigations, one => Assert.InRange(
                one.ExpiresAt, now, now + Thresholds.Expiry));
            Assert.InRange(book.Mitigations.Length, 0, MitigationBook.DetectedMax);
        }

        now += Thresholds.Expiry;
        book = book.Age(ImmutableDictionary<string, (double, long)>.Empty, Thresholds, now);
        now += Thresholds.Probation;
        Assert.Empty(book.Age(ImmutableDictionary<string, (double, long)>.Empty, Thresholds, now).Mitigations);
    });

    private static Attack Attack(FlowFilter filter) => new(default, 5000, 0, filter, "Seen.");

    private static Dictionary<string, (double PerSecond, long Packets)> Matched(double rate, string id = "seen-1") =>
        new(StringComparer.Ordinal) { [id] = (rate, 1) };
}
