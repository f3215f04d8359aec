using System.Collections.Immutable;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Network.Balancing;

public sealed class FlowDeciderTests
{
    private static readonly SiteId Shop = new("default", "shop");

    [Fact]
    public void Backends_that_every_verdict_names_take_flows()
    {
        var decisions = Decide(Service(Shop), Table(true, "b1", "b2"));

        Assert.Equal(["b1", "b2"], Taking(decisions));
        Assert.All(decisions, decision => Assert.Empty(decision.Reason));
    }

    [Fact]
    public void A_node_that_the_verdict_does_not_name_takes_none()
    {
        var decisions = Decide(Service(Shop), Table(true, "b2"));

        Assert.Equal(["b2"], Taking(decisions));
        Assert.Equal("The verdict on default/shop does not name it.", decisions[0].Reason);
    }

    [Fact]
    public void Weight_zero_takes_none_and_says_so()
    {
        var service = Service();
        service = service with { Backends = service.Backends.SetItem(0, service.Backends[0] with { Weight = 0 }) };

        var decisions = Decide(service, VerdictTable.Empty);

        Assert.Equal(["b2"], Taking(decisions));
        Assert.Equal("Its weight is 0.", decisions[0].Reason);
    }

    [Fact]
    public void An_unreachable_backend_takes_none()
    {
        var decisions = Decide(Service(), VerdictTable.Empty, unreachable: "b1");

        Assert.Equal(["b2"], Taking(decisions));
        Assert.Equal("Nobody answers for it.", decisions[0].Reason);
    }

    [Fact]
    public void The_last_good_ones_are_held_where_nobody_is_left()
    {
        var service = Service(Shop);
        var before = Decide(service, Table(true, "b2"));

        var decisions = Decide(service, Table(false), before);

        Assert.Equal(["b2"], Taking(decisions));
        Assert.Equal(
            "default/shop is not serviceable at rack: Healthy, ObserversFail. Held: there is no other.",
            decisions[1].Reason);
    }

    [Fact]
    public void Who_can_be_reached_takes_flows_where_nothing_was_ever_good()
    {
        Assert.Equal(["b1", "b2"], Taking(Decide(Service(Shop), VerdictTable.Empty)));
        Assert.Equal(["b2"], Taking(Decide(Service(Shop), VerdictTable.Empty, unreachable: "b1")));
    }

    private static ImmutableArray<FlowDecision> Decide(
        VirtualEntry service,
        VerdictTable verdicts,
        ImmutableArray<FlowDecision>? before = null,
        string? unreachable = null) =>
        FlowDecider.Decide(
            service,
            verdicts,
            "rack",
            unreachable is null
                ? ImmutableDictionary<string, string>.Empty
                : ImmutableDictionary<string, string>.Empty.Add(unreachable, "Nobody answers for it."),
            before ?? []);

    private static IEnumerable<string> Taking(ImmutableArray<FlowDecision> decisions) =>
        decisions.Where(decision => decision.TakesFlows).Select(decision => decision.Node);

    private static VirtualEntry Service(params ImmutableArray<SiteId> sites) => new(
        "web",
        "198.51.100.10",
        [new VirtualPort("tcp", 80)],
        [new VirtualBackend("b1", "10.3.0.11", 1), new VirtualBackend("b2", "10.3.0.12", 1)],
        ["lb1"],
        Forwarding.Direct,
        sites);

    private static VerdictTable Table(bool serviceable, params ImmutableArray<string> nodes) => new(
        1,
        DateTimeOffset.UnixEpoch,
        [
            new Verdict(
                Shop,
                "rack",
                serviceable,
                nodes,
                serviceable
                    ? []
                    : [new ShutGate(Gate.Healthy, "ObserversFail", "evidence", DateTimeOffset.UnixEpoch)]),
        ]);
}
