using CsCheck;
using Selvedge.Core.Caching;

namespace Selvedge.Core.Tests.Caching;

public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly ResponseFacts Plain = new() { Date = Now };

    [Fact]
    public void RFC9111_4_2_1_s_maxage_comes_before_max_age_before_Expires()
    {
        var all = Plain with
        {
            Directives = new() { SharedMaxAge = Seconds(1), MaxAge = Seconds(2) },
            Expires = Now + Seconds(3),
        };
        Assert.Equal(Seconds(1), Freshness.Lifetime(all, null));
        Assert.Equal(Seconds(2), Freshness.Lifetime(all with { Directives = new() { MaxAge = Seconds(2) } }, null));
        Assert.Equal(Seconds(3), Freshness.Lifetime(all with { Directives = default }, null));
    }

    [Fact]
    public void RFC9111_4_2_1_an_Expires_before_Date_is_stale_at_once() =>
        Assert.Equal(TimeSpan.Zero, Freshness.Lifetime(Plain with { Expires = Now - Seconds(1) }, null));

    [Fact]
    public void RFC9111_4_2_2_a_tenth_of_the_time_since_the_last_change_is_guessed()
    {
        var changed = Plain with { LastModified = Now - Seconds(1000) };
        Assert.Equal(Seconds(100), Freshness.Lifetime(changed, null));
        var ancient = changed with { LastModified = DateTimeOffset.UnixEpoch };
        Assert.Equal(Freshness.HeuristicMax, Freshness.Lifetime(ancient, null));
        Assert.Equal(TimeSpan.Zero, Freshness.Lifetime(changed with { LastModified = Now + Seconds(5) }, null));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(500)]
    public void RFC9111_4_2_2_nothing_is_guessed_for_other_statuses(int status) => Assert.Equal(
        TimeSpan.Zero, Freshness.Lifetime(Plain with { Status = status, LastModified = Now - Seconds(1000) }, null));

    [Theory]
    [InlineData(200, 7)]
    [InlineData(404, 7)]
    [InlineData(302, 2)]
    [InlineData(500, 2)]
    public void The_operators_ttl_overrides_successes_and_absences_only(int status, int seconds) => Assert.Equal(
        Seconds(seconds),
        Freshness.Lifetime(
            Plain with { Status = status, Directives = new() { MaxAge = Seconds(2) } }, Seconds(7)));

    [Theory]
    [InlineData(0, 0, 0, 0)] // Date is now, no Age, no delay
    [InlineData(-10, 0, 0, 10)] // apparent_age
    [InlineData(0, 30, 0, 30)] // age_value
    [InlineData(0, 30, 2, 32)] // corrected_age_value
    [InlineData(-100, 30, 2, 100)] // the greater one
    [InlineData(50, 0, 1, 1)] // Date ahead of our clock
    public void RFC9111_4_2_3_the_initial_age_is_the_greater_of_apparent_and_corrected(
        int date, int age, int delay, int expected)
    {
        var facts = Plain with { Date = Now + Seconds(date), Age = Seconds(age) };
        Assert.Equal(Seconds(expected), Freshness.InitialAge(facts, Now - Seconds(delay), Now));
    }

    [Fact]
    public void RFC9111_4_2_3_age_never_shrinks_as_time_goes_on() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[-1000, 1000], Gen.Int[0, 1000]).Sample((initial, a, b) =>
        {
            var first = Freshness.Age(Seconds(initial), Now, Now + Seconds(a));
            var second = Freshness.Age(Seconds(initial), Now, Now + Seconds(a + b));
            Assert.True(second >= first && first >= Seconds(initial));
        });

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
