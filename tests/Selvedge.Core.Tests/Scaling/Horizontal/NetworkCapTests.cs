using Selvedge.Core.Scaling.Horizontal;

namespace Selvedge.Core.Tests.Scaling.Horizontal;

public sealed class NetworkCapTests
{
    [Fact]
    public void Under_the_cap_nothing_changes() => Assert.Equal([3, 4], Share(7, (3, 1), (4, 1)));

    [Fact]
    public void Who_wants_less_than_an_equal_share_gets_it_and_the_others_the_same() =>
        Assert.Equal([2, 9, 9], Share(20, (2, 1), (30, 1), (15, 1)));

    [Fact]
    public void What_cannot_be_split_goes_to_who_misses_most() =>
        Assert.Equal([3, 4], Share(7, (5, 1), (9, 1)));

    [Fact]
    public void A_location_keeps_its_minimum_before_the_rest_is_shared() =>
        Assert.Equal([6, 2], Share(8, (6, 6), (6, 1)));

    [Fact]
    public void A_cap_below_all_minimums_is_kept_all_the_same() =>
        Assert.Equal([2, 1], Share(3, (5, 4), (5, 2)));

    [Fact]
    public void Shares_fill_the_cap_and_nobody_gains_by_anothers_smaller_share()
    {
        var random = new Random(7);
        for (var round = 0; round < 5000; round++)
        {
            var entries = Enumerable.Range(0, random.Next(1, 8))
                .Select(_ => (random.Next(0, 30), random.Next(0, 6))).ToArray();
            var cap = random.Next(0, 80);
            var shares = Share(cap, entries);
            Assert.Equal(Math.Min(cap, entries.Sum(entry => entry.Item1)), shares.Sum());
            for (var i = 0; i < shares.Length; i++)
            {
                Assert.InRange(shares[i], 0, entries[i].Item1);
                var full = entries.Sum(entry => Math.Min(entry.Item1, entry.Item2)) <= cap;
                Assert.True(!full || shares[i] >= Math.Min(entries[i].Item1, entries[i].Item2), $"round {round}");

                // Whoever got less than wanted is level with everyone who got more than a minimum.
                for (var j = 0; full && j < shares.Length; j++)
                {
                    Assert.True(
                        shares[i] == entries[i].Item1 || shares[j] <= entries[j].Item2 || shares[j] <= shares[i] + 1,
                        $"round {round}: {string.Join(',', shares)}");
                }
            }
        }
    }

    [Fact]
    public void Who_was_lowered_says_by_what()
    {
        var decision = Decisions((5, 1), (9, 1));

        var lowered = NetworkCap.Share(6, decision)[1];

        Assert.Equal(ScalingLimit.NetworkCap, lowered.Limit);
        Assert.Equal("3 of 9, its fair share of the network's 6: wanted.", lowered.Reason);
    }

    private static int[] Share(int cap, params (int Wanted, int Min)[] entries) =>
        [.. NetworkCap.Share(cap, Decisions(entries)).Select(decision => decision.Replicas)];

    private static (HorizontalDecision Decision, int MinReplicas)[] Decisions(params (int Wanted, int Min)[] entries) =>
    [
        .. entries.Select((entry, index) => (new HorizontalDecision
        {
            Input = new HorizontalInput
            {
                Location = $"l{index}", Now = DateTimeOffset.UnixEpoch, SpecReplicas = 1, StatusReplicas = 1,
            },
            Replicas = entry.Wanted,
            Reason = "wanted.",
            Memory = HorizontalMemory.Empty,
        }, entry.Min)),
    ];
}
