using Selvedge.Core.Network.Balancing;
using Selvedge.Edge.Network.Balancing;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Tests.Network.Balancing;

public sealed class ServiceChangeTests
{
    [Fact]
    public void An_empty_kernel_gets_everything()
    {
        var change = ServiceChange.Of(BalancerScene.Plan(), null);

        Assert.Equal(SlotTable.Slots, change.SlotsChanged);
        Assert.Contains("65537 comment \"b1\" : 02:00:00:00:01:01", Text(change), StringComparison.Ordinal);
        Assert.DoesNotContain("delete", Text(change), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_already_is_not_written_again()
    {
        var present = ServiceChange.Of(BalancerScene.Plan(), null).After;

        Assert.Equal("", Text(ServiceChange.Of(BalancerScene.Plan(), present)));
    }

    [Fact]
    public void A_drain_keeps_the_backend_for_its_flows_and_changes_only_its_slots()
    {
        var present = ServiceChange.Of(BalancerScene.Plan(), null).After;
        var itsOwn = present.Slots.Count(number => number == present.Backends["b2"].Number);

        var change = ServiceChange.Of(BalancerScene.Plan(second: false), present);

        Assert.Equal(itsOwn, change.SlotsChanged);
        Assert.DoesNotContain("backends-web", Text(change), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_hardware_address_keeps_the_number()
    {
        var present = ServiceChange.Of(BalancerScene.Plan(), null).After;

        var change = ServiceChange.Of(BalancerScene.Plan(hardware: "02:00:00:00:01:99"), present);

        Assert.Equal(
            """
            delete element netdev selvedge-balancer backends-web { 65538 }
            add element netdev selvedge-balancer backends-web { 65538 comment "b2" : 02:00:00:00:01:99 }

            """.ReplaceLineEndings("\n"),
            Text(change));
    }

    [Fact]
    public void A_new_backend_never_gets_the_number_of_one_that_left()
    {
        var present = ServiceChange.Of(BalancerScene.Plan(), null).After;
        var plan = BalancerScene.Plan();

        var gone = ServiceChange.Of(plan with { Targets = plan.Targets.Remove("b2") }, present).After;
        var back = ServiceChange.Of(plan, gone).After;

        Assert.Equal((65537u, 65539u), (back.Backends["b1"].Number, back.Backends["b2"].Number));
    }

    private static string Text(ServiceChange change)
    {
        var script = new NftScript("netdev", BalancerRules.Table);
        change.Write(script);
        return script.ToString();
    }
}
