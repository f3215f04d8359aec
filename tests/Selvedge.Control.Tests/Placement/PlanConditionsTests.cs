using Selvedge.Control.Placement;
using Selvedge.Core.Placement;
using static Selvedge.Control.Tests.Placement.PlacementWorld;

namespace Selvedge.Control.Tests.Placement;

public sealed class PlanConditionsTests
{
    private static readonly StoredPlanStatus Good = new() { Plan = new PlanReport { Leaving = ["fra"] } };

    [Fact]
    public void They_tell_what_clashes_and_what_waits_and_since_when()
    {
        var first = Good with { Conditions = PlanConditions.Of(Good, new StoredPlanStatus(), Noon) };
        Assert.Equal(
            [("Planned", "True", "Planned", Noon), ("Settled", "False", "Moving", Noon)],
            first.Conditions.Select(one => (one.Type, one.Status, one.Reason, one.LastTransitionTime)));

        var clash = new StoredPlanStatus
        {
            Plan = new PlanReport
            {
                Conflict = new PlacementConflict(["demand"], "It is too much."),
                Leaving = ["fra"],
            },
        };
        var later = PlanConditions.Of(clash, first, Noon.AddMinutes(2));
        Assert.Equal(
            [("Planned", "False", "Conflict", Noon.AddMinutes(2)), ("Settled", "False", "Moving", Noon)],
            later.Select(one => (one.Type, one.Status, one.Reason, one.LastTransitionTime)));
        Assert.Equal("It is too much.", later[0].Message);
    }

    [Fact]
    public void A_strategy_that_cannot_be_read_is_told_with_all_its_problems()
    {
        var report = new PlanReport { Problems = ["a: is wrong.", "b: is wrong."] };
        Assert.Equal("a: is wrong. b: is wrong.", PlanConditions.Trouble(report));
        var conditions = PlanConditions.Of(new StoredPlanStatus { Plan = report }, Good, Noon);
        Assert.Equal(("False", "StrategyUnreadable"), (conditions[0].Status, conditions[0].Reason));
    }

    [Fact]
    public void Once_the_old_places_are_left_it_is_settled()
    {
        var plan = new StoredPlan { Status = Good with { Conditions = PlanConditions.Of(Good, Good, Noon) } };
        var settled = PlanConditions.Settled(plan, Noon.AddMinutes(1));
        Assert.Equal(
            [("Planned", "True", Noon), ("Settled", "True", Noon.AddMinutes(1))],
            settled.Select(one => (one.Type, one.Status, one.LastTransitionTime)));
    }
}
