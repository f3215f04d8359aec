using CsCheck;
using Selvedge.Control.Certificates;

namespace Selvedge.Control.Tests.Certificates;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Refusals_stay_under_five_an_hour_and_never_wait_longer_than_the_cap()
    {
        var hour = TimeSpan.Zero;
        var attempts = 1;
        while ((hour += Pace.BackOff(attempts, isTransient: false, jitter: 0)) < TimeSpan.FromHours(1))
        {
            attempts++;
        }

        Assert.InRange(attempts, 2, 5);
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Bool, Gen.Double[0, 1]).Sample((failures, isTransient, jitter) =>
        {
            var pause = Pace.BackOff(failures, isTransient, jitter);
            Assert.InRange(pause, TimeSpan.FromSeconds(2), TimeSpan.FromHours(7.2));
            Assert.True(failures == int.MaxValue || Pace.BackOff(failures + 1, isTransient, jitter) >= pause);
        });
    }

    [Fact]
    public void Renewal_comes_after_two_thirds_of_the_life_before_its_end_and_never_in_a_circle() =>
        Gen.Select(Gen.Double[0.01, 400], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((days, part, jitter) =>
        {
            var life = TimeSpan.FromDays(days);
            var facts = new ChainFacts([], Now - (life * part), Now - (life * part) + life, "");
            var at = Pace.RenewAt(facts, Now, jitter);
            Assert.True(at >= Now);
            Assert.True(at - Now >= (facts.NotAfter - Now) / 3 - TimeSpan.FromMilliseconds(1));
            Assert.True(at <= facts.NotAfter);
            Assert.True(at - facts.NotBefore >= (life * 2 / 3) - TimeSpan.FromMilliseconds(1));
            Assert.True(part > 0 || at - facts.NotBefore <= life * 0.72);
        });
}
