using Selvedge.Core.Serviceability;

namespace Selvedge.Core.Tests.Serviceability;

public sealed class GateOrderTests
{
    private readonly VerdictJudge _judge = new(new VerdictPolicy());

    [Fact]
    public void Every_gate_has_a_place_of_its_own()
    {
        var sorted = Enum.GetValues<Gate>().Order(GateOrder.Instance).ToList();

        Assert.Equal(Gate.Placed, sorted[0]);
        Assert.All(
            sorted.Zip(sorted.Skip(1)), pair => Assert.True(GateOrder.Instance.Compare(pair.First, pair.Second) < 0));
    }

    [Fact]
    public void A_place_that_the_law_closes_says_so_first_whatever_else_is_shut()
    {
        var scene = new Scene { BackendDown = { "fra" }, Drained = { "fra" } };
        scene.Disallowed["fra"] = "EU only.";

        var fra = Fra(scene);

        Assert.True(fra.Shut.Length > 2);
        Assert.Equal(Gate.Allowed, fra.FindCause()!.Gate);
        Assert.False(fra.IsWanted());
    }

    [Fact]
    public void A_silent_node_explains_its_missing_handshake()
    {
        var scene = new Scene { Silent = { "fra" }, BadChain = { "fra" } };

        var fra = Fra(scene);

        Assert.Contains(fra.Shut, shut => shut.Gate == Gate.Certificate);
        Assert.Equal("StatusStale", fra.FindCause()!.Reason);
        Assert.True(fra.IsWanted());
    }

    [Fact]
    public void An_open_place_has_no_cause_and_a_place_without_the_site_is_not_wanted()
    {
        Assert.Null(Fra(new Scene()).FindCause());
        Assert.False(Fra(new Scene { NotPlaced = { "fra" } }).IsWanted());
    }

    private Verdict Fra(Scene scene) =>
        _judge.Weigh(scene.Evidence(), VerdictTable.Empty).Single(verdict => verdict.Location == "fra");
}
