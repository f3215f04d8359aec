using Selvedge.Core.Scaling.Headroom;

namespace Selvedge.Core.Tests.Scaling.Headroom;

public sealed class LearnedHeadroomTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly HeadroomPolicy Policy = new() { Share = 0.99 };

    [Fact]
    public void Before_anything_is_learned_the_room_is_kubernetes_own()
    {
        var little = new LearnedHeadroom().Observed(100, 300, Start);

        Assert.Equal(1.25, new LearnedHeadroom().Factor(Policy, 100, Start));
        Assert.Equal(1.25, little.Factor(Policy, 100, Start));
        Assert.Equal(1.25, little.Factor(Policy, 0, Start));
    }

    [Fact]
    public void The_room_covers_the_share_of_rises_and_little_demand_is_learned_apart()
    {
        var learned = new LearnedHeadroom();
        for (var i = 0; i < 1000; i++)
        {
            learned = learned.Observed(100, i % 50 == 0 ? 150 : 101, Start.AddSeconds(15 * i))
                .Observed(1000, 1010, Start.AddSeconds(15 * i));
        }

        var end = Start.AddSeconds(15_000);
        Assert.InRange(learned.Factor(Policy, 100, end), 1.5, 1.53);
        Assert.InRange(learned.Factor(Policy, 1000, end), 1.01, 1.011);
    }

    [Fact]
    public void A_fall_is_no_rise()
    {
        var learned = new LearnedHeadroom();
        for (var i = 0; i < 300; i++)
        {
            learned = learned.Observed(100, 50, Start);
        }

        Assert.InRange(learned.Factor(Policy, 100, Start), 1, 1.0011);
    }

    [Fact]
    public void What_was_learned_long_ago_is_not_trusted_alone()
    {
        var learned = new LearnedHeadroom();
        for (var i = 0; i < 300; i++)
        {
            learned = learned.Observed(100, 101, Start);
        }

        Assert.Equal(1.25, learned.Factor(Policy, 100, Start.AddDays(30)));
    }
}
