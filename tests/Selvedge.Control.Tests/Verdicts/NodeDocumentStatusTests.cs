using Selvedge.Control.Verdicts;
using Selvedge.Core.Nodes;

namespace Selvedge.Control.Tests.Verdicts;

public sealed class NodeDocumentStatusTests
{
    [Fact]
    public void Capacity_and_what_pods_may_ask_for_are_shown_as_kubernetes_writes_them()
    {
        var status = NodeDocumentStatus.Of(Node() with
        {
            Capacity = new NodeCapacity(1900, 1L << 30),
            Reserved = new NodeCapacity(100, 256 << 20),
        }, true, 1, null, DateTimeOffset.UnixEpoch);

        Assert.Equal(("2", "1280Mi"), (status.Capacity?["cpu"], status.Capacity?["memory"]));
        Assert.Equal(("1900m", "1Gi"), (status.Allocatable?["cpu"], status.Allocatable?["memory"]));
    }

    [Fact]
    public void A_node_that_runs_no_pods_has_none_and_one_that_was_not_heard_yet_keeps_what_it_had()
    {
        var without = NodeDocumentStatus.Of(Node(), true, 1, null, DateTimeOffset.UnixEpoch);
        Assert.Null(without.Capacity);
        Assert.Null(without.Allocatable);

        var before = NodeDocumentStatus.Of(
            Node() with { Capacity = new NodeCapacity(2000, 1 << 20) }, true, 1, null, DateTimeOffset.UnixEpoch);
        var unheard = NodeDocumentStatus.Of(null, false, 1, before, DateTimeOffset.UnixEpoch);
        Assert.Equal(before.Capacity, unheard.Capacity);
        Assert.Equal(before.Allocatable, unheard.Allocatable);
    }

    [Fact]
    public void Counters_alone_are_written_seldom_and_a_change_at_once()
    {
        var began = DateTimeOffset.UnixEpoch;
        var first = NodeDocumentStatus.Of(Balancing(100, 1), true, 1, null, began);
        Assert.Equal(100, Packets(first));
        var soon = NodeDocumentStatus.Of(Balancing(200, 1), true, 1, first, began.AddSeconds(1));
        Assert.Equal(100, Packets(soon));
        var late = NodeDocumentStatus.Of(Balancing(300, 1), true, 1, soon, began.AddSeconds(11));
        Assert.Equal(300, Packets(late));
        var moved = NodeDocumentStatus.Of(Balancing(301, 2), true, 1, late, began.AddSeconds(12));
        Assert.Equal(301, Packets(moved));
        var still = NodeDocumentStatus.Of(Balancing(301, 2), true, 1, moved, began.AddHours(1));
        Assert.Equal(moved.NetworkAt, still.NetworkAt);

        static long Packets(NodeDocumentStatus status) => Assert.Single(status.Network!.Balancer!.Backends).Packets;
        static NodeStatus Balancing(long packets, int slots) => Node() with
        {
            Network = new NetworkReport
            {
                Balancer = new BalancerReport("", [new BackendShare("vip", "fra-1", slots, packets, 0, "")]),
            },
        };
    }

    private static NodeStatus Node() => new(
        "fra-1", "fra", "instance", 1, "1", TimeSpan.Zero, 1, 1, 1, [], [], [],
        new NodeLoad(0, 0, 0, 0, 0), []);
}
