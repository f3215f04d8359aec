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

    private static NodeStatus Node() => new(
        "fra-1", "fra", "instance", 1, "1", TimeSpan.Zero, 1, 1, 1, [], [], [],
        new NodeLoad(0, 0, 0, 0, 0), []);
}
