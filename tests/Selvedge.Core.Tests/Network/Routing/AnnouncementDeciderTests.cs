using Selvedge.Core.Network.Routing;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Announcement = Selvedge.Core.Network.Routing.Announcement;

namespace Selvedge.Core.Tests.Network.Routing;

public sealed class AnnouncementDeciderTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Where_all_sites_are_serviceable_it_is_announced_after_some_good_checks()
    {
        var scene = new RoutingScene { Check = new LocalCheck(false, 4, "") };
        Assert.Equal((AnnouncementState.Withdrawn, AnnouncementReasons.Recovering), Of(scene.Decide()));

        scene.Check = new LocalCheck(false, 5, "");
        Assert.Equal((AnnouncementState.Announced, AnnouncementReasons.Serviceable), Of(scene.Decide(Moment)));
    }

    [Fact]
    public void A_shut_gate_withdraws_and_names_the_gate()
    {
        var scene = Announced();
        scene.Shut["fra"] = RoutingScene.Gated(Gate.Healthy, "Unreachable");

        var decision = scene.Decide(Moment);

        Assert.Equal((AnnouncementState.Withdrawn, AnnouncementReasons.VerdictShut), Of(decision));
        Assert.Equal("default/shop is not served here: Healthy is shut, Unreachable.", decision.Detail);
        Assert.Equal(scene.Now, decision.Since);
    }

    [Fact]
    public void A_node_that_the_verdict_does_not_name_announces_nothing()
    {
        var scene = Announced();
        scene.Nodes["fra"] = ["fra-2"];

        Assert.Equal((AnnouncementState.Withdrawn, AnnouncementReasons.NodeNotNamed), Of(scene.Decide(Moment)));
    }

    [Fact]
    public void A_failed_check_withdraws_at_once_and_the_prefix_comes_back_later_than_it_is_good()
    {
        var scene = Announced();
        scene.Check = new LocalCheck(true, 0, "127.0.0.1:80 refuses connections.");
        var gone = scene.Decide(Moment);
        Assert.Equal((AnnouncementState.Withdrawn, AnnouncementReasons.LocalCheckFailed), Of(gone));
        Assert.Contains("refuses", gone.Detail, StringComparison.Ordinal);

        scene.Check = new LocalCheck(false, 20, "");
        Assert.Equal(AnnouncementReasons.Recovering, scene.Decide(TimeSpan.FromSeconds(9)).Reason);
        Assert.Equal(AnnouncementState.Announced, scene.Decide(TimeSpan.FromSeconds(1)).State);
    }

    [Fact]
    public void What_a_verdict_took_away_waits_too_unless_it_is_among_the_last_places()
    {
        var scene = new RoutingScene { Location = "syd" };
        Assert.Equal(AnnouncementState.Announced, scene.Decide().State);
        scene.Shut["syd"] = RoutingScene.Gated(Gate.Healthy, "Unreachable");
        Assert.Equal(AnnouncementState.Withdrawn, scene.Decide(Moment).State);
        scene.Shut.Clear();
        Assert.Equal(AnnouncementReasons.Recovering, scene.Decide(Moment).Reason);

        // Now it is the second by rank: all others might be waiting, so it does not.
        scene.Shut["fra"] = RoutingScene.Gated(Gate.Healthy, "Unreachable");
        Assert.Equal((AnnouncementState.Announced, AnnouncementReasons.Serviceable), Of(scene.Decide(Moment)));
    }

    [Fact]
    public void A_failed_check_counts_only_while_enough_others_are_open()
    {
        var scene = Announced();
        scene.Shut["nyc"] = RoutingScene.Gated(Gate.Healthy, "Unreachable");
        scene.Shut["syd"] = RoutingScene.Gated(Gate.Healthy, "Unreachable");
        scene.Check = new LocalCheck(true, 0, "It is silent.");
        Assert.Equal((AnnouncementState.Announced, AnnouncementReasons.LastPlaces), Of(scene.Decide(Moment)));

        scene.Shut.Remove("syd");
        Assert.Equal((AnnouncementState.Withdrawn, AnnouncementReasons.LocalCheckFailed), Of(scene.Decide(Moment)));
    }

    [Fact]
    public void Another_node_of_the_same_place_is_another_place_to_be()
    {
        var scene = new RoutingScene { Locations = ["fra"], Nodes = { ["fra"] = ["fra-1", "fra-2"] } };
        Assert.Equal(AnnouncementState.Announced, scene.Decide().State);
        scene.Check = new LocalCheck(true, 0, "");

        Assert.Equal(AnnouncementReasons.LocalCheckFailed, scene.Decide(Moment).Reason);
    }

    [Fact]
    public void The_last_places_stay_by_rank_and_are_called_back_at_once()
    {
        var scene = Announced();
        foreach (var location in scene.Locations)
        {
            scene.Shut[location] = RoutingScene.Gated(Gate.Ready, "ConnectionRefused");
        }

        Assert.Equal((AnnouncementState.Announced, AnnouncementReasons.LastPlaces), Of(scene.Decide(Moment)));

        // It is dead for all that is known, so the next one by name is the last place.
        scene.Shut["fra"] = RoutingScene.Gated(Gate.Current, "StatusStale");
        Assert.Equal(AnnouncementReasons.VerdictShut, scene.Decide(Moment).Reason);
        scene.Shut["fra"] = RoutingScene.Gated(Gate.Ready, "ConnectionRefused");
        scene.Check = new LocalCheck(false, 0, "");
        Assert.Equal((AnnouncementState.Announced, AnnouncementReasons.LastPlaces), Of(scene.Decide(Moment)));
    }

    [Theory]
    [InlineData(Gate.Allowed)]
    [InlineData(Gate.Placed)]
    public void Where_law_or_plan_do_not_want_the_site_it_is_no_last_place_either(Gate gate)
    {
        var scene = Announced();
        foreach (var location in scene.Locations)
        {
            scene.Shut[location] = RoutingScene.Gated(gate, "Residency");
        }

        Assert.Equal((AnnouncementState.Withdrawn, AnnouncementReasons.VerdictShut), Of(scene.Decide(Moment)));

        // The first by name of those that are wanted is the last place, whatever the others are.
        var other = new RoutingScene { Location = "nyc", Shut = { ["fra"] = RoutingScene.Gated(gate, "Residency") } };
        other.Shut["nyc"] = other.Shut["syd"] = RoutingScene.Gated(Gate.Ready, "ConnectionRefused");
        Assert.Equal((AnnouncementState.Announced, AnnouncementReasons.LastPlaces), Of(other.Decide()));
    }

    [Fact]
    public void A_drained_place_asks_to_be_avoided_then_withdraws_and_returns_without_a_wait()
    {
        var scene = Announced();
        scene.Shut["fra"] = RoutingScene.Gated(Gate.Admitted, "Drained");
        Assert.Equal((AnnouncementState.Draining, AnnouncementReasons.Drained), Of(scene.Decide(Moment)));
        Assert.Equal(AnnouncementState.Draining, scene.Decide(TimeSpan.FromSeconds(9.9)).State);
        Assert.Equal(
            (AnnouncementState.Withdrawn, AnnouncementReasons.Drained), Of(scene.Decide(TimeSpan.FromSeconds(0.1))));

        scene.Shut.Clear();
        Assert.Equal(AnnouncementState.Announced, scene.Decide(Moment).State);
    }

    [Fact]
    public void A_drained_last_place_goes_on_asking_to_be_avoided()
    {
        var scene = Announced();
        foreach (var location in scene.Locations)
        {
            scene.Shut[location] = RoutingScene.Gated(Gate.Admitted, "Drained");
        }

        Assert.Equal((AnnouncementState.Draining, AnnouncementReasons.LastPlaces), Of(scene.Decide(Moment)));
        Assert.Equal(AnnouncementState.Draining, scene.Decide(TimeSpan.FromHours(1)).State);
    }

    [Fact]
    public void A_node_that_stops_drains_then_withdraws()
    {
        var scene = Announced();
        scene.StoppingSince = scene.Now;
        Assert.Equal((AnnouncementState.Draining, AnnouncementReasons.Stopping), Of(scene.Decide(Moment)));
        Assert.Equal(AnnouncementState.Withdrawn, scene.Decide(TimeSpan.FromSeconds(3)).State);
    }

    [Fact]
    public void Without_a_table_nothing_changes()
    {
        var scene = new RoutingScene { Epoch = 0 };
        Assert.Equal((AnnouncementState.Withdrawn, AnnouncementReasons.NoVerdicts), Of(scene.Decide()));
    }

    [Fact]
    public void Without_sites_it_is_announced_where_the_nodes_run_and_are_not_drained()
    {
        var scene = new RoutingScene { Sites = [] };
        Assert.Equal(AnnouncementReasons.Serviceable, scene.Decide().Reason);
    }

    [Fact]
    public void One_site_of_two_is_not_enough()
    {
        var scene = new RoutingScene { Sites = [RoutingScene.Shop, new SiteId("default", "wiki")] };
        Assert.Equal(AnnouncementState.Announced, scene.Decide().State);
        scene.Shut["fra"] = RoutingScene.Gated(Gate.Certificate, "HandshakeChainExpired");

        Assert.Equal(AnnouncementState.Withdrawn, scene.Decide(Moment).State);
    }

    private static RoutingScene Announced()
    {
        var scene = new RoutingScene();
        Assert.Equal(AnnouncementState.Announced, scene.Decide().State);
        return scene;
    }

    private static (AnnouncementState State, string Reason) Of(Announcement decision) =>
        (decision.State, decision.Reason);
}
