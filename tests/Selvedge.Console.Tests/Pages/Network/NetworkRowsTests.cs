using System.Collections.Immutable;
using Selvedge.Console.Feeds;
using Selvedge.Console.Hosting;
using Selvedge.Console.Model;
using Selvedge.Console.Pages;
using Selvedge.Console.Pages.Network;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Console.Tests.Pages.Network;

public sealed class NetworkRowsTests
{
    [Fact]
    public void A_prefix_that_nobody_is_told_of_is_announced_nowhere_and_one_that_is_reserved_is_not_missed()
    {
        var rows = PrefixRow.Of(View([Prefix("a"), Prefix("b"), Prefix("c", "Reserved"), Prefix("d")],
            One("a", "fra", "Announced", 0), One("b", "fra", "Announced", 1), One("b", "nyc", "Refused", 0)));

        Assert.Equal([true, false, false, true], rows.Select(row => row.IsNowhere));
        Assert.Equal(["Shut", "Degraded", "Unplaced", "Shut"], rows.Select(row => row.Standing.ToString()));
        Assert.Equal("nyc", rows[1].Troubles.Single().Location);
    }

    [Fact]
    public void A_prefix_that_was_drained_everywhere_is_as_wanted()
    {
        var row = PrefixRow.Of(View([Prefix("a")], One("a", "fra", "Withdrawn", 0, "Drained"))).Single();

        Assert.Equal((false, "Drained"), (row.IsNowhere, row.Standing.ToString()));
    }

    [Fact]
    public void An_announcement_outlives_its_prefix_on_the_page()
    {
        var row = PrefixRow.Of(View([], One("gone", "fra", "Announced", 1))).Single();

        Assert.Equal(("gone", "Deleted"), (row.Prefix.Name, row.Prefix.Role));
    }

    [Fact]
    public void Of_too_many_locations_those_in_trouble_get_a_column_first()
    {
        var rows = PrefixRow.Of(View([Prefix("a")],
        [
            .. Enumerable.Range(0, Limits.ColumnsShown + 20).Select(i => One("a", $"l{i:00}", "Announced", 1)),
            One("a", "zzz", "Announced", 0),
        ]));

        var columns = PrefixRow.ColumnsOf(rows);

        Assert.Equal(Limits.ColumnsShown, columns.Length);
        Assert.Equal("zzz", columns[^1]);
        Assert.Equal("l00", columns[0]);
    }

    [Fact]
    public void Balancers_of_one_location_that_have_other_tables_disagree()
    {
        var same = Services(("fra-1", "fra", [Share("b1", 2), Share("b2", 1)]), ("nyc-1", "nyc", [Share("b3", 1)]));
        var other = Services(("fra-1", "fra", [Share("b1", 2)]), ("fra-2", "fra", [Share("b1", 1), Share("b2", 1)]));

        Assert.Equal((true, "Serviceable"), (same.Agrees, same.Standing.ToString()));
        Assert.Equal((false, "Degraded"), (other.Agrees, other.Standing.ToString()));
    }

    [Fact]
    public void A_backend_with_a_reason_takes_no_new_flows_whatever_slots_it_has()
    {
        var service = Services(("fra-1", "fra", [Share("b1", 3), Share("b2", 1, "Drained."), Share("b3", 0)]));

        Assert.Equal((1, 3, "Degraded"), (service.Taking, service.Backends, service.Standing.ToString()));
        Assert.Equal(.75, service.Balancers[0].ShareOf(service.Balancers[0].Backends[0]));
        Assert.Equal("Shut", Services(("fra-1", "fra", [Share("b1", 0)])).Standing.ToString());
    }

    [Fact]
    public void The_same_sentence_of_many_nodes_is_told_once()
    {
        var off = new NetworkReport { Routing = new RoutingReport("No BIRD.", [], []) };

        var part = OffPart.Of(new NetworkView { Nodes = Nodes(("a", "fra", off), ("b", "nyc", off)) }).Single();

        Assert.Equal(("Routing", "No BIRD."), (part.Part, part.Sentence));
        Assert.Equal(["a", "b"], part.Nodes);
    }

    [Fact]
    public void What_control_withholds_is_neither_an_empty_network_nor_one_that_is_as_wanted()
    {
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var view = new NetworkView { Listed = [ApiCollection.Sites, ApiCollection.Locations, ApiCollection.Nodes] };
        var withheld = Enum.GetValues<ApiCollection>().Except(view.Listed)
            .ToImmutableDictionary(one => one, one => "the API answered 404");

        NetworkModel Of(Link link) =>
            new(new PageModel(new NetworkState(view, link), now, new Uri("http://127.0.0.1"), new AssetBundle()));
        var link = new Link(now, now, [], "", "");
        var (reading, refused) = (Of(link), Of(link with { Withheld = withheld }));

        Assert.Equal((false, "Unknown"), (reading.IsRead, reading.Standing.ToString()));
        Assert.Equal((true, false, "Degraded"), (refused.IsRead, refused.IsEmpty, refused.Standing.ToString()));
    }

    private static ServiceRow Services(params (string Node, string Location, BackendShare[] Shares)[] balancers) =>
        ServiceRow.Of(new NetworkView
        {
            Nodes = Nodes([.. balancers.Select(one => (one.Node, one.Location, new NetworkReport
            {
                Balancer = new BalancerReport("", [.. one.Shares]),
            }))]),
        }).Single();

    private static BackendShare Share(string node, int slots, string reason = "") =>
        new("web", node, slots, 0, 0, reason);

    private static ImmutableSortedDictionary<string, NodeView> Nodes(
        params (string Name, string Location, NetworkReport Report)[] nodes) => nodes.ToImmutableSortedDictionary(
            one => one.Name,
            one => new NodeView(one.Name, one.Location, false, true, "", "", "", 1, 1, 1, null)
            {
                Network = one.Report,
            },
            StringComparer.Ordinal);

    private static NetworkView View(PrefixView[] prefixes, params AnnouncementView[] announced) => new()
    {
        Prefixes = prefixes.ToImmutableSortedDictionary(one => one.Name, one => one, StringComparer.Ordinal),
        Announcements = announced.ToImmutableSortedDictionary(one => one.Name, one => one, StringComparer.Ordinal),
    };

    private static PrefixView Prefix(string name, string role = "Anycast") =>
        new(name, "192.0.2.0/24", role, 1, [], Live: true, 0, "");

    private static AnnouncementView One(
        string prefix, string location, string desired, int observed, string reason = "") =>
        new($"{prefix}.{location}", prefix, location, desired, observed, reason, "", null,
            [new AnnouncementAtNode($"{location}-1", desired, reason, "", observed)]);
}
