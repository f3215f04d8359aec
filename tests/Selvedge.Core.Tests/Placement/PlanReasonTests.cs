using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Placement;

/// <summary>What people read of a plan.</summary>
public sealed class PlanReasonTests
{
    private static readonly PlacementProblem World = new()
    {
        Locations =
        [
            Location("fra", "DE", 50.1, 8.7), Location("nyc", "US", 40.7, -74.0), Location("syd", "AU", -33.9, 151.2),
        ],
        Demand = [new RegionDemand("u0", 100)],
        Constraints = new PlacementConstraints { MinimumLocations = 1, MaximumLocations = 2 },
    };

    [Fact]
    public void A_place_near_the_clients_is_put_in_for_the_latency_and_the_far_one_is_taken_out()
    {
        var plan = Plan(World with { History = [Placed("syd")] });

        Assert.Equal(["fra"], plan.Locations);
        Assert.Equal(
            "It brings 100 requests a second from 262 to 15 ms.", plan.Moves.Single(move => move.IsIn).Reason);
        Assert.Equal(
            "No clients are nearer to it than to the places that stay.", plan.Moves.Single(move => !move.IsIn).Reason);
    }

    [Fact]
    public void A_place_that_the_law_closes_is_taken_out_whatever_it_costs_and_however_new_it_is()
    {
        var plan = Plan(World with
        {
            Demand = [new RegionDemand("dr", 1e6)],
            Constraints = World.Constraints with { Compliance = ["EU"] },
            History = [Placed("nyc")],
            MovePrices = new MovePrices { CacheRefill = 1e9, Drain = 1e9 },
        });

        Assert.Equal(["fra"], plan.Locations);
        Assert.Equal("compliance asks for places only in EU.", plan.Moves[1].Reason);
        Assert.Equal(1e9, plan.Moves[1].Price);
    }

    [Fact]
    public void A_place_that_only_a_constraint_asks_for_says_so()
    {
        var plan = Plan(World with
        {
            Constraints = World.Constraints with { MustInclude = [new PlaceSelector { Continent = "OC" }] },
        });

        Assert.Equal(["fra", "syd"], plan.Locations);
        Assert.Equal(
            "mustInclude[0] asks for a place in continent OC.",
            plan.Moves.Single(move => move.Location == "syd").Reason);
        Assert.Equal(
            "It serves 100 requests a second at 15 ms.", plan.Moves.Single(move => move.Location == "fra").Reason);
    }

    [Fact]
    public void Moves_that_do_not_pay_within_the_horizon_are_not_made()
    {
        var problem = World with { Demand = [new RegionDemand("u0", 30)], History = [Placed("nyc")] };

        Assert.Equal(["nyc"], Plan(problem with { MovePrices = new MovePrices { CacheRefill = 30 } }).Locations);
        Assert.Equal(["fra"], Plan(problem with { MovePrices = new MovePrices { CacheRefill = 10 } }).Locations);
    }

    [Fact]
    public void A_measured_round_trip_replaces_what_distance_lets_expect()
    {
        var plan = Plan(World with
        {
            MeasuredMilliseconds = World.MeasuredMilliseconds.Add(("u0", "nyc"), 3),
        });

        Assert.Equal(["nyc"], plan.Locations);
        Assert.Equal(3, plan.MeanMilliseconds);
        Assert.Equal(3, plan.P95Milliseconds);
        Assert.All(plan.Routes, route => Assert.True(route.IsMeasured));
        Assert.All(Plan(World).Routes, route => Assert.False(route.IsMeasured));
    }

    [Fact]
    public void A_conflict_is_told_in_words()
    {
        var problem = World with
        {
            Constraints = World.Constraints with
            {
                MustInclude = [new PlaceSelector { Region = "oceania" }],
                Compliance = ["EU", "CH"],
            },
        };

        var conflict = SmallProblems.Plan(problem).Conflict!;

        Assert.Equal(["compliance", "mustInclude[0]"], conflict.Constraints);
        Assert.Equal(
            "No placement meets these together: compliance asks for places only in EU, CH; "
            + "mustInclude[0] asks for a place in region oceania.", conflict.Message);
    }

    [Fact]
    public void Without_any_location_that_is_said() => Assert.Equal(
        "There is no location that could take it.",
        SmallProblems.Plan(World with { Locations = [] }).Conflict!.Message);

    [Fact]
    public void Without_any_demand_there_is_the_minimum_of_places()
    {
        var plan = Plan(World with { Demand = [], Constraints = new PlacementConstraints() });

        Assert.Equal(2, plan.Locations.Length);
        Assert.Equal(0, plan.MeanMilliseconds);
        Assert.All(plan.Moves, move => Assert.Equal("minimumLocations asks for 2 places.", move.Reason));
    }

    private static PlacementPlan Plan(PlacementProblem problem) => SmallProblems.Plan(problem).Plan!;

    private static PlaceHistory Placed(string name) => new(name, true, SmallProblems.Now - TimeSpan.FromHours(1));

    private static PlacementLocation Location(string name, string country, double latitude, double longitude) => new()
    {
        Name = name,
        Country = country,
        Coordinates = new Coordinates { Latitude = latitude, Longitude = longitude },
        PricePerHour = 1,
    };
}
