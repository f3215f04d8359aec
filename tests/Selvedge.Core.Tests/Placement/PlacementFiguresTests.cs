using Selvedge.Core.Geography;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Placement;

public sealed class PlacementFiguresTests
{
    private static readonly PlacementProblem Problem = new()
    {
        Locations = [Place("fra", 50.1, 8.7, 2), Place("syd", -33.9, 151.2, 3)],
        Demand = [Region(50, 10, 90), Region(-35, 150, 10)],
    };

    [Fact]
    public void Each_region_is_served_by_its_nearest_place()
    {
        var both = PlacementFigures.Of(Problem, ["syd", "fra"]);
        var one = PlacementFigures.Of(Problem, ["fra"]);

        Assert.Equal(["fra", "syd"], both.Locations);
        Assert.Equal(5, both.CostPerHour);
        Assert.InRange(both.P95Milliseconds, 10, 25);
        Assert.Equal(2, one.CostPerHour);
        Assert.InRange(one.P95Milliseconds, 200, 310);
        Assert.InRange(one.MeanMilliseconds, both.MeanMilliseconds + 15, 60);
    }

    [Fact]
    public void Places_that_are_not_known_count_for_nothing()
    {
        var figures = PlacementFigures.Of(Problem, ["waw"]);

        Assert.Equal(["waw"], figures.Locations);
        Assert.Equal((0, 0, 0), (figures.MeanMilliseconds, figures.P95Milliseconds, figures.CostPerHour));
    }

    [Fact]
    public void They_are_those_that_the_plan_tells()
    {
        var plan = Planner.Plan(
            Problem with { Constraints = new PlacementConstraints { MinimumUsagePerLocation = 0 } },
            DateTimeOffset.UnixEpoch, new Random(1), () => () => false).Plan!;

        Assert.Equivalent(PlacementFigures.Of(plan), PlacementFigures.Of(Problem, plan.Locations), strict: true);
    }

    private static PlacementLocation Place(string name, double latitude, double longitude, double price) => new()
    {
        Name = name,
        Country = "DE",
        Coordinates = new Coordinates { Latitude = latitude, Longitude = longitude },
        PricePerHour = price,
    };

    private static RegionDemand Region(double latitude, double longitude, double requests) =>
        new(Geohash.Of(new Coordinates { Latitude = latitude, Longitude = longitude }), requests);
}
