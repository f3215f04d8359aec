using Selvedge.Control.Commands;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Tests.Commands;

public sealed class ChallengeReachTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LongAgo = Now - TimeSpan.FromDays(1);
    private static readonly DateTimeOffset JustNow = Now - TimeSpan.FromSeconds(1);

    [Fact]
    public void Nodes_that_have_the_newest_snapshot_know_and_one_that_is_behind_does_not()
    {
        Assert.True(AllKnow(LongAgo, [Node("fra-1", LongAgo), Node("nyc-1", LongAgo)], ("fra-1", 7), ("nyc-1", 8)));
        Assert.False(AllKnow(LongAgo, [Node("fra-1", LongAgo), Node("nyc-1", LongAgo)], ("fra-1", 7), ("nyc-1", 6)));
    }

    [Fact]
    public void A_node_that_may_be_about_to_speak_is_waited_for()
    {
        Assert.False(AllKnow(LongAgo, [Node("fra-1", LongAgo), Node("nyc-1", JustNow)], ("fra-1", 7)));
        Assert.False(AllKnow(JustNow, [Node("fra-1", LongAgo), Node("nyc-1", LongAgo)], ("fra-1", 7)));
    }

    [Fact]
    public void A_dead_node_holds_up_no_certificate()
    {
        Assert.True(AllKnow(LongAgo, [Node("fra-1", LongAgo), Node("nyc-1", LongAgo)], ("fra-1", 7)));
    }

    [Fact]
    public void Nobody_knows_where_nobody_speaks()
    {
        Assert.False(AllKnow(LongAgo, [Node("fra-1", LongAgo)]));
    }

    private static bool AllKnow(DateTimeOffset began, Node[] nodes, params (string Name, long Epoch)[] live) =>
        ChallengeReach.AllKnow(
            nodes,
            live.ToDictionary(node => node.Name, node => Status(node.Name, node.Epoch), StringComparer.Ordinal),
            _ => 7,
            Now,
            began);

    private static Node Node(string name, DateTimeOffset created) =>
        new() { Metadata = new ObjectMeta { Name = name, CreationTimestamp = created } };

    private static NodeStatus Status(string name, long epoch) => new(
        name, "fra", "one", 1, "1.0.0", TimeSpan.FromMinutes(1), epoch, 1, 0, [], [], [],
        new NodeLoad(0, 0, 0, 0, 0), []);
}
