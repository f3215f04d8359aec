using Selvedge.Control.Documents;
using Selvedge.Control.Placement;
using Selvedge.Control.Tests.Compile;
using Selvedge.Core.Resources;
using static Selvedge.Control.Tests.Placement.PlacementWorld;

namespace Selvedge.Control.Tests.Placement;

public sealed class PlanInputsTests
{
    private static readonly NetworkDocuments World = Network();

    public static TheoryData<string> Changes => ["price", "drain", "label", "node", "law", "exclusion", "silence"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_a_plan_hangs_on_makes_a_new_one_due(string change)
    {
        var fra = World.Locations["fra"];
        var scene = change switch
        {
            "price" => With(fra with { Spec = fra.Spec with { PricePerHour = 7 } }),
            "drain" => With(fra with { Spec = fra.Spec with { Drained = true } }),
            "label" => With(fra with { Metadata = fra.Metadata with { Labels = fra.Metadata.Labels.Add("a", "b") } }),
            "node" => (World with { Nodes = World.Nodes.Remove("fra-1") }).Scene(),
            "law" => Network(NetworkScene.Shop(residency: new SiteResidency { Process = ["EU"] })).Scene(),
            "exclusion" => Network(NetworkScene.Shop(new SitePlacement { MustNotInclude = ["fra"] })).Scene(),
            _ => World.Scene("fra"),
        };

        Assert.NotEqual(PlanInputs.Of(World.Scene(), Map()), PlanInputs.Of(scene, Map()));
    }

    [Fact]
    public void What_a_plan_does_not_hang_on_makes_none_due()
    {
        var pods = (World with { Revision = 200, Pods = World.Pods.Clear() }).Scene();
        Assert.Equal(PlanInputs.Of(World.Scene(), Map()), PlanInputs.Of(pods, Map()));
        Assert.NotEqual(PlanInputs.Of(World.Scene(), Map()), PlanInputs.Of(World.Scene(), Map("{}")));
    }

    private static PlacementScene With(Location location) =>
        (World with { Locations = World.Locations.SetItem("fra", location) }).Scene();
}
