using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Console.Model;
using Selvedge.Console.Pages;
using Selvedge.Console.Tests.Feeds;
using Selvedge.Core.Resources;
using static Selvedge.Console.Tests.Feeds.Documents;

namespace Selvedge.Console.Tests.Model;

public sealed class NetworkFoldTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly SiteId Shop = new("default", "shop");

    [Fact]
    public void A_list_replaces_the_collection_and_marks_it_as_listed()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Listed, Site("old", "old.test"));

        view = Fold(view, ApiCollection.Sites, ApiChange.Listed, ExampleNetwork.Shop(At, fraOpen: true));

        Assert.Equal([Shop], view.Sites.Keys);
        Assert.Contains(ApiCollection.Sites, view.Listed);
        Assert.False(view.Complete);
    }

    [Fact]
    public void A_site_reads_with_its_verdicts_and_gates_in_either_case()
    {
        var site = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, ExampleNetwork.Shop(At, fraOpen: true))
            .Sites[Shop];

        Assert.Equal(["shop.selvedge.test", "www.shop.selvedge.test"], site.Hostnames);
        Assert.Equal(["fra", "nyc", "syd"], site.Verdicts.Select(verdict => verdict.Location));
        Assert.Equal(Standing.Degraded, site.Standing);
        var gate = site.Verdicts[1].Find(Core.Serviceability.Gate.Certificate);
        Assert.Equal("HandshakeChainExpired", gate?.Reason);
        Assert.Equal(At.AddMinutes(-4), gate?.Since);
    }

    [Fact]
    public void A_gate_of_an_unknown_name_is_kept_and_shuts()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put,
            Site("shop", "shop.test", Documents.Shut("fra", 1, Gate("lunar", "Eclipse", "", At))));

        var verdict = view.Sites[Shop].Verdicts.Single();
        Assert.Equal("lunar", verdict.Shut.Single().Name);
        Assert.Null(verdict.Shut.Single().Gate);
        Assert.Equal(Standing.Shut, verdict.Standing);
    }

    [Fact]
    public void A_place_outside_the_plan_neither_helps_nor_harms()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Open("fra", 1, "fra-1"), Documents.Shut("nyc", 1, Gate("Placed", "NotInPlan", "", At))));

        Assert.Equal(Standing.Serviceable, view.Sites[Shop].Standing);
        Assert.Equal(Standing.Unplaced, view.Sites[Shop].Verdicts[1].Standing);
    }

    [Fact]
    public void A_place_that_the_law_closes_neither_helps_nor_harms()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Open("fra", 1, "fra-1"),
            Documents.Shut("nyc", 1, Gate("Ready", "NotProbedYet", "", At), Gate("Allowed", "Residency", "", At))));

        Assert.Equal(Standing.Serviceable, view.Sites[Shop].Standing);
        Assert.Equal("Not allowed", Words.Of(view.Sites[Shop].Verdicts[1]));
    }

    [Fact]
    public void A_drained_place_harms_nothing_while_another_serves()
    {
        var drained = Gate("Admitted", "Drained", "", At);
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Open("fra", 1, "fra-1"), Documents.Shut("nyc", 1, drained)));
        Assert.Equal(Standing.Drained, view.Sites[Shop].Verdicts[1].Standing);
        Assert.Equal(Standing.Serviceable, view.Standing);

        view = Fold(view, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Documents.Shut("fra", 2, Gate("Admitted", "Drained", "", At)),
            Documents.Shut("nyc", 1, Gate("Admitted", "Drained", "", At))));
        Assert.Equal(Standing.Shut, view.Standing);
    }

    [Fact]
    public void A_dead_place_beside_a_drained_one_degrades_and_alone_shuts()
    {
        var dead = Documents.Shut("syd", 1, Gate("Current", "StatusStale", "", At));
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Documents.Shut("nyc", 1, Gate("Admitted", "Drained", "", At)), dead));
        Assert.Equal(Standing.Shut, view.Standing);

        view = Fold(view, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Open("fra", 1, "fra-1"), Documents.Shut("syd", 1, Gate("Current", "StatusStale", "", At))));
        Assert.Equal(Standing.Degraded, view.Standing);
    }

    [Fact]
    public void The_newest_verdict_table_may_be_known_from_a_node_only()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Open("fra", 5, "fra-1")));
        view = Fold(view, ApiCollection.Nodes, ApiChange.Put, Node("fra-1", "fra", ready: true, At, verdicts: 9));

        Assert.Equal(9, view.VerdictEpoch);
    }

    [Fact]
    public void A_held_verdict_is_marked_as_held_up_to_the_network()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, Site("shop", "shop.test",
            Open("fra", 1, "fra-1"), Held("nyc", 1, "LastPlace", "nyc-1", Gate("Healthy", "QuorumLost", "", At))));

        Assert.Equal(Standing.Held, view.Standing);
    }

    [Fact]
    public void A_verdict_that_turns_is_told_once_and_left_to_the_api_where_it_tells_it_too()
    {
        var view =
            Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Listed, ExampleNetwork.Shop(At, fraOpen: true));
        Assert.Empty(view.RecentEvents);

        view = Fold(view, ApiCollection.Sites, ApiChange.Put, ExampleNetwork.Shop(At, fraOpen: false));
        Assert.Equal("shop at fra is shut: Ready ConnectionRefused.", view.RecentEvents.Single().Message);

        view = Fold(view, ApiCollection.Events, ApiChange.Put,
            Event("e", "Warning", "VerdictChanged", "Told.", "Site", "shop", At.AddSeconds(1)));
        Assert.Equal("Told.", view.RecentEvents.Single().Message);
    }

    [Fact]
    public void A_node_that_goes_down_is_told()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Nodes, ApiChange.Put, Node("fra-1", "fra", ready: true, At));

        view = Fold(view, ApiCollection.Nodes, ApiChange.Put, Node("fra-1", "fra", ready: false, At));

        Assert.Equal(("NodeDown", true), view.RecentEvents.Select(one => (one.Reason, one.Warning)).Single());
    }

    [Fact]
    public void A_node_that_is_behind_for_a_moment_is_not_told_to_be_down()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Nodes, ApiChange.Put, Node("fra-1", "fra", ready: true, At));
        var behind = Node("fra-1", "fra", ready: false, At);
        behind["status"]!["conditions"]![0]!["reason"] = "EpochBehind";

        Assert.Empty(Fold(view, ApiCollection.Nodes, ApiChange.Put, behind).RecentEvents);
    }

    [Fact]
    public void A_node_without_a_condition_is_up_while_it_reports()
    {
        var document = Node("fra-1", "fra", ready: true, At);
        document["status"]!.AsObject().Remove("conditions");

        var node = Fold(NetworkView.Empty, ApiCollection.Nodes, ApiChange.Put, document).Nodes["fra-1"];

        Assert.True(node.IsUp(At.AddSeconds(10)));
        Assert.False(node.IsUp(At.AddSeconds(11)));
    }

    [Fact]
    public void Removal_removes_and_events_stay()
    {
        var site = ExampleNetwork.Shop(At, fraOpen: true);
        var happened = Event("e", "Normal", "Purged", "Gone.", "Site", "shop", At);
        var view = Fold(NetworkView.Empty, ApiCollection.Sites, ApiChange.Put, site);
        view = Fold(view, ApiCollection.Events, ApiChange.Put, happened);

        view = Fold(view, ApiCollection.Sites, ApiChange.Removed, site);
        view = Fold(view, ApiCollection.Events, ApiChange.Removed, happened);

        Assert.Empty(view.Sites);
        Assert.Single(view.Events);
    }

    [Fact]
    public void Events_are_newest_first_and_bounded()
    {
        var view = Fold(NetworkView.Empty, ApiCollection.Events, ApiChange.Listed,
            [.. Enumerable.Range(0, 300).Select(i => Event($"e{i}", "Normal", "R", "", "", "", At.AddSeconds(i)))]);

        Assert.Equal(Limits.EventsKept, view.Events.Length);
        Assert.Equal(At.AddSeconds(299), view.Events[0].At);
    }

    [Fact]
    public void Documents_that_are_no_documents_are_counted_and_never_throw()
    {
        string[] odd = ["1", "null", "[]", "{}", """{"metadata":1}""",
            """{"metadata":{"name":[]},"status":{"verdicts":{}}}"""];
        foreach (var collection in Enum.GetValues<ApiCollection>())
        {
            var update = new ApiUpdate(collection, ApiChange.Put, [.. odd.Select(Parse)], At);
            Assert.Equal(odd.Length, NetworkFold.Apply(NetworkView.Empty, update).Unreadable);
        }
    }

    [Fact]
    public void Members_of_any_type_never_throw()
    {
        string[] odd =
            ["1", "-1e99", "null", "[]", "[1,null]", "{}", "\"x\"", "true", """[{"gate":7,"since":"never"}]"""];
        string[] paths = ["spec", "status", "involvedObject", "type"];
        string[] members =
        [
            "hostnames", "verdicts", "conditions", "coordinates", "epoch", "lastSeen", "location", "drained", "name",
        ];
        Gen.Select(Pick(paths), Pick(members), Pick(odd), Gen.Enum<ApiCollection>())
            .Sample((path, member, value, collection) =>
            {
                var json = "{\"metadata\":{\"name\":\"a\"},\"" + path + "\":{\"" + member + "\":" + value + "}}";
                var view = NetworkFold.Apply(
                    NetworkView.Empty, new ApiUpdate(collection, ApiChange.Put, [Parse(json)], At));
                return view.Unreadable == 0;
            });
    }

    private static Gen<string> Pick(string[] among) => Gen.Int[0, among.Length - 1].Select(i => among[i]);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static NetworkView Fold(
        NetworkView view, ApiCollection collection, ApiChange change, params JsonObject[] documents) =>
        NetworkFold.Apply(view, new ApiUpdate(
            collection, change, [.. documents.Select(document => Parse(document.ToJsonString()))], At));
}
