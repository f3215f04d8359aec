using Selvedge.Control.Tests.Compile;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;
using static Selvedge.Control.Tests.Placement.PlacementWorld;

namespace Selvedge.Control.Tests.Placement;

public sealed class PlanDraftTests
{
    [Fact]
    public void The_first_plan_takes_what_demand_is_worth_and_keeps_the_rest_until_it_serves()
    {
        var draft = Network().Scene().Plan(Demand((Germany, 50)));

        Assert.Equal(["fra"], draft.Spec.Locations.AsEnumerable());
        Assert.Equal(["nyc", "syd"], draft.Spec.Leaving.AsEnumerable());
        Assert.Equal(
            [("fra", true), ("nyc", false), ("syd", false)],
            draft.Spec.History.Select(history => (history.Location, history.IsPlaced)));
        Assert.Equal(["fra", "nyc", "syd"], draft.Report.Present!.Locations.AsEnumerable());
        Assert.Equal(["fra"], draft.Report.Next!.Locations.AsEnumerable());
        Assert.Equal(3, draft.Report.Present.CostPerHour);
        Assert.Equal(
            [("nyc", false), ("syd", false)], draft.Report.Moves.Select(move => (move.Location, move.IsIn)));
        Assert.All(draft.Report.Moves, move => Assert.NotEmpty(move.Reason));
    }

    [Fact]
    public void Places_follow_demand_and_each_move_has_its_reason()
    {
        var draft = Network().Planned(["fra"]).Scene().Plan(Demand((Australia, 50)));

        Assert.Equal(["syd"], draft.Spec.Locations.AsEnumerable());
        Assert.Equal(["fra"], draft.Spec.Leaving.AsEnumerable());
        Assert.Equal(Noon, draft.Spec.History.Single(history => history.Location == "syd").Since);
        var (before, after) = (draft.Report.Present!.MeanMilliseconds, draft.Report.Next!.MeanMilliseconds);
        Assert.Equal(
            FormattableString.Invariant($"It brings 50 requests a second from {before:0} to {after:0} ms."),
            draft.Report.Moves.Single(move => move.IsIn).Reason);
    }

    [Fact]
    public void Measured_round_trips_count_more_than_the_distance_and_the_report_tells_which_are()
    {
        var scene = Network().Planned(["fra"]).Scene();
        var near = scene.Plan(Demand((Germany, 50)));
        Assert.Equal(["fra"], near.Spec.Locations.AsEnumerable());
        Assert.False(Assert.Single(near.Report.Routes).IsMeasured);

        var measured = scene with
        {
            MeasuredMilliseconds = scene.MeasuredMilliseconds.Add((Germany, "fra"), 250).Add((Germany, "nyc"), 30),
        };
        var draft = measured.Plan(Demand((Germany, 50)));

        Assert.Equal(["nyc"], draft.Spec.Locations.AsEnumerable());
        Assert.Equal(
            "It brings 50 requests a second from 250 to 30 ms.", draft.Report.Moves.Single(move => move.IsIn).Reason);
        Assert.Equal(
            [new RegionRoute(Germany, "nyc", 50, 30) { IsMeasured = true }], draft.Report.Routes.AsEnumerable());
        Assert.Equal(["fra"], measured.Plan(Demand((Germany, 50)), without: "nyc").Report.Next!.Locations);
    }

    [Fact]
    public void What_was_just_moved_stays_for_the_minimum_dwell()
    {
        var draft = Network().Planned(["fra"], since: Noon.AddMinutes(-29)).Scene().Plan(Demand((Australia, 50)));
        Assert.Contains("fra", draft.Spec.Locations);
        Assert.Empty(draft.Report.Moves);
    }

    [Fact]
    public void While_places_move_those_that_still_wait_to_leave_are_not_forgotten()
    {
        var draft = Network().Planned(["fra"], ["nyc"]).Scene().Plan(Demand((Australia, 50)));
        Assert.Equal(["fra", "nyc"], draft.Spec.Leaving.AsEnumerable());
    }

    [Fact]
    public void Constraints_that_clash_leave_all_as_it_is_and_are_told()
    {
        var map = Map("""{"mustInclude":[{"region":"africa"}],"minimumLocations":1}""");
        var documents = Network().Planned(["fra"]);

        var draft = documents.Scene().Plan(Demand((Germany, 50)), map);

        Assert.Equal(["mustInclude[0]"], draft.Report.Conflict!.Constraints.AsEnumerable());
        Assert.Null(draft.Report.Next);
        Assert.Equal(documents.Plans["default"].Spec, draft.Spec);
    }

    [Fact]
    public void A_strategy_that_cannot_be_read_leaves_all_as_it_is_and_is_told()
    {
        var draft = Network().Planned(["fra"]).Scene().Plan(
            Demand((Germany, 50)), Map("""{"minimumLocations":-1}"""));

        Assert.Contains("minimumLocations", Assert.Single(draft.Report.Problems), StringComparison.Ordinal);
        Assert.Equal(["fra"], draft.Spec.Locations.AsEnumerable());
    }

    [Fact]
    public void Drained_and_silent_locations_and_those_without_a_node_take_nothing()
    {
        var documents = Network().Planned(["syd"]);
        var fra = documents.Locations["fra"];
        documents = documents with
        {
            Locations = documents.Locations.SetItem("fra", fra with { Spec = fra.Spec with { Drained = true } }),
        };

        Assert.Equal(["nyc"], documents.Scene("syd").Plan(Demand((Germany, 50))).Spec.Locations.AsEnumerable());
        var none = (documents with { Nodes = documents.Nodes.Remove("nyc-1") }).Scene("syd")
            .Plan(Demand((Germany, 50)));
        Assert.Equal("There is no location that could take it.", none.Report.Conflict!.Message);
        Assert.Equal(["syd"], none.Spec.Locations.AsEnumerable());
    }

    [Fact]
    public void The_law_and_what_one_site_leaves_out_bind_the_plan()
    {
        var lawful = NetworkScene.Shop(residency: new SiteResidency { Process = ["EU", "AU"] });
        Assert.Equal(
            ["fra", "syd"],
            Network(lawful).Scene().Plan(Demand(), Map("""{"policy":"everywhere"}""")).Spec.Locations.AsEnumerable());

        var second = lawful with
        {
            Metadata = lawful.Metadata with { Name = "blog" },
            Spec = lawful.Spec with { Residency = new SiteResidency { Process = ["AU", "US"] } },
        };
        Assert.Equal(
            ["syd"],
            Network(lawful, second).Scene()
                .Plan(Demand(), Map("""{"policy":"everywhere","minimumLocations":1}""")).Spec.Locations.AsEnumerable());
        var third = second with { Spec = second.Spec with { Residency = new SiteResidency { Process = ["US"] } } };
        Assert.Contains(
            "compliance",
            Network(lawful, third).Scene().Plan(Demand()).Report.Conflict!.Constraints);

        var picky = NetworkScene.Shop(new SitePlacement { MustNotInclude = ["fra"] });
        Assert.DoesNotContain("fra", Network(picky).Scene().Plan(Demand((Germany, 50))).Spec.Locations);
    }

    [Fact]
    public void What_if_a_location_were_not_there_changes_nothing_else()
    {
        var scene = Network().Planned(["fra"]).Scene();
        var draft = scene.Plan(Demand((Germany, 50)), without: "fra");

        Assert.Equal(["fra"], draft.Report.Present!.Locations.AsEnumerable());
        Assert.Equal(["nyc"], draft.Report.Next!.Locations.AsEnumerable());
        Assert.True(draft.Report.Next.MeanMilliseconds > draft.Report.Present.MeanMilliseconds);
    }

    [Fact]
    public void Price_and_capacity_of_a_location_count()
    {
        var documents = Network().Planned(["fra"]);
        var fra = documents.Locations["fra"];
        var dear = documents with
        {
            Locations = documents.Locations.SetItem("fra", fra with { Spec = fra.Spec with { PricePerHour = 1000 } }),
        };
        var small = documents with
        {
            Locations = documents.Locations.SetItem(
                "fra", fra with { Spec = fra.Spec with { RequestsPerSecondMax = 30 } }),
        };

        Assert.DoesNotContain("fra", dear.Scene().Plan(Demand((Germany, 50))).Spec.Locations);
        Assert.Equal(["fra", "nyc"], small.Scene().Plan(Demand((Germany, 50))).Spec.Locations.AsEnumerable());
    }
}
