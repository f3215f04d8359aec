using Selvedge.Edge.Network.Routing;
using Selvedge.Wire.Bird;

namespace Selvedge.Edge.Tests.Network.Routing;

public sealed class BirdSightTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 25, 1, 0, 0, 332, TimeSpan.Zero);

    [Fact]
    public void A_moment_that_is_told_a_millisecond_later_is_the_same_one()
    {
        var sight = BirdSight.None with { Protocols = [Session("Established", Then)] };

        Assert.Equal(Then, sight.Steady(Session("Established", Then.AddMilliseconds(1))).Since);
        Assert.Equal(Then.AddSeconds(2), sight.Steady(Session("Established", Then.AddSeconds(2))).Since);
        Assert.Equal(
            Then.AddMilliseconds(1), sight.Steady(Session("Active", Then.AddMilliseconds(1))).Since);
    }

    [Fact]
    public void A_trial_is_good_only_while_untouched_sessions_are_the_same_ones()
    {
        var before = Session("Established", Then);
        var change = new BirdChange(new([], []), "", "", [before], true, 0);

        Assert.Equal("", change.Judge(Sees(before), [], late: false));
        Assert.Null(change.Judge(Sees(before), ["a.new"], late: false));
        Assert.Contains("a.new", change.Judge(Sees(before), ["a.new"], late: true), StringComparison.Ordinal);
        Assert.Contains(
            "p.one", change.Judge(Sees(Session("Established", Then.AddSeconds(3))), [], late: false),
            StringComparison.Ordinal);

        var alone = change with { Untouched = [] };
        Assert.Null(alone.Judge(Sees(Session("Active", Then)), [], late: false));
        Assert.Equal("No session came back.", alone.Judge(Sees(Session("Active", Then)), [], late: true));
        Assert.Equal("", (alone with { HadSessions = false }).Judge(Sees(Session("Active", Then)), [], late: false));
    }

    private static BirdSight Sees(BirdProtocol session) => BirdSight.None with { Protocols = [session] };

    private static BirdProtocol Session(string state, DateTimeOffset since) =>
        new("p.one", "BGP", "up", since, "", state, "", 0, 0);
}
