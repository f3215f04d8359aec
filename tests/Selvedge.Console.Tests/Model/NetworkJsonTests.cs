using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Console.Model;
using Selvedge.Console.Tests.Feeds;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Console.Tests.Model;

public sealed class NetworkJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Announced", 2, nameof(Reach.Announced), nameof(Standing.Serviceable))]
    [InlineData("Announced", 0, nameof(Reach.Untold), nameof(Standing.Shut))]
    [InlineData("Draining", 1, nameof(Reach.Draining), nameof(Standing.Drained))]
    [InlineData("Withdrawn", 0, nameof(Reach.Withdrawn), nameof(Standing.Shut))]
    [InlineData("Withdrawn", 1, nameof(Reach.StillTold), nameof(Standing.Shut))]
    [InlineData("Refused", 0, nameof(Reach.Refused), nameof(Standing.Shut))]
    [InlineData("Unknown", 0, nameof(Reach.Unknown), nameof(Standing.Unknown))]
    [InlineData("Something newer", 0, nameof(Reach.Unknown), nameof(Standing.Unknown))]
    public void Desired_and_observed_together_say_how_a_prefix_stands_at_a_place(
        string desired, int observed, string reach, string standing)
    {
        var document = NetworkExample.Announcement("a", "fra", At, desired, "VerdictShut", "Why.",
            new AnnouncementAtNode("fra-1", desired, "VerdictShut", "", observed));

        Assert.True(NetworkJson.TryReadAnnouncement(Parse(document), out var one));

        Assert.Equal((reach, standing), (one.Reach.ToString(), one.Standing.ToString()));
        Assert.Equal(("a", "fra", "Why.", At.AddMinutes(-7)), (one.Prefix, one.Location, one.Detail, one.Since));
    }

    [Fact]
    public void A_place_where_one_of_two_nodes_tells_nobody_is_told_partly()
    {
        NetworkJson.TryReadAnnouncement(Parse(NetworkExample.Announcement("a", "fra", At, "Announced", "Serviceable",
            "", new("fra-1", "Announced", "", "", 2), new("fra-2", "Announced", "", "", 0))), out var one);

        Assert.Equal(nameof(Reach.Partly), one.Reach.ToString());
    }

    [Fact]
    public void What_an_operator_drained_is_no_fault()
    {
        NetworkJson.TryReadAnnouncement(
            Parse(NetworkExample.Announcement("a", "fra", At, "Withdrawn", "Drained", "")), out var one);

        Assert.Equal(nameof(Standing.Drained), one.Standing.ToString());
    }

    [Fact]
    public void A_report_that_a_node_wrote_is_read_whole()
    {
        var written = new NetworkReport
        {
            Routing = new RoutingReport("", [new PeerReport("up", "Active", "No answer.", At, 1, 2)], []),
            Balancer = new BalancerReport("off here", [new BackendShare("web", "b", 7, 8, 9, "why")]),
            Defence = new DefenceReport("",
                ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal).Add("bogon", 3),
                [new MitigationReport(
                    new() { Name = "m", Ports = [53], SourcePorts = [1], PacketsPerSecond = 5, LengthMax = 9, Ttl = 3 },
                    "cause", "Active", At, At.AddMinutes(1), 4)]),
        };

        var read = NetworkJson.ReadReport(CoreJson.ToElement(written));

        Assert.True(written.IsAs(read));
    }

    [Fact]
    public void Peers_and_aggregates_read_with_what_the_page_tells_of_them()
    {
        Assert.True(NetworkJson.TryReadPeer(Parse(NetworkExample.Document("up",
            new BgpPeerSpec { Location = "fra", Address = "10.0.0.1", PeerAsn = 1, LocalAsn = 2, Bfd = new() },
            new BgpPeerStatus { Sessions = [new("fra-1", "Idle", "Shut.", 3, 4)] })), out var peer));
        Assert.Equal(("fra", "10.0.0.1", 1, 2, "BFD 100ms × 3"),
            (peer.Location, peer.Address, peer.PeerAsn, peer.LocalAsn, peer.Guard));
        Assert.Equal(new BgpSession("fra-1", "Idle", "Shut.", 3, 4), peer.Sessions.Single());

        Assert.True(NetworkJson.TryReadAggregate(Parse(NetworkExample.Document("ours",
            new AggregateSpec { Prefix = "192.0.2.0/23" },
            new AggregateStatus { Prefixes = 1, Used = 700 })), out var block));
        Assert.Equal(("192.0.2.0/23", 1, 100d), (block.Block, block.Prefixes, block.Used));
    }

    [Fact]
    public void Members_of_any_type_never_throw()
    {
        string[] odd = ["1", "-1e99", "null", "[]", "[1,null,{}]", "{}", "\"x\"", "true",
            """{"backends":[{"slots":-1}],"drops":[1],"mitigations":[{"filter":{"ports":["x",1e40]},"since":7}]}"""];
        string[] paths = ["spec", "status"];
        string[] members =
        [
            "prefix", "sites", "sessions", "nodes", "network", "used", "since", "bfd", "observed", "conditions", "live",
        ];
        Gen.Select(Pick(paths), Pick(members), Pick(odd)).Sample((path, member, value) =>
        {
            var document = Parse(
                "{\"metadata\":{\"name\":\"a\"},\"" + path + "\":{\"" + member + "\":" + value + "}}");
            var report = Parse("{\"balancer\":" + value + ",\"defence\":" + value + ",\"routing\":" + value + "}");
            return NetworkJson.TryReadPrefix(document, out _) && NetworkJson.TryReadAnnouncement(document, out _)
                && NetworkJson.TryReadPeer(document, out _) && NetworkJson.TryReadAggregate(document, out _)
                && ApiJson.TryReadNode(document, out _) && NetworkJson.ReadReport(report) is not null;
        });
    }

    private static Gen<string> Pick(string[] among) => Gen.Int[0, among.Length - 1].Select(i => among[i]);

    private static JsonElement Parse(JsonObject document) => Parse(document.ToJsonString());

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
