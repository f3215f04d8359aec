using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Control.Placement;
using Selvedge.Control.Tests.Compile;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using static Selvedge.Control.Tests.Placement.PlacementWorld;

namespace Selvedge.Control.Tests.Placement;

public sealed class PlaceReleaseTests
{
    [Theory]
    [InlineData("fra", "syd does not serve default/shop yet.")]
    [InlineData("fra nyc", "syd does not serve default/shop yet.")]
    [InlineData("fra syd", null)]
    [InlineData("syd", null)]
    public void Old_places_go_once_all_new_ones_serve(string serving, string? waitsFor)
    {
        var documents = Network().Planned(["syd"], ["fra"]);
        Assert.Equal(waitsFor, WaitsFor(documents, serving.Split(' ')));
    }

    [Fact]
    public void A_place_that_is_only_held_does_not_count_as_serving()
    {
        var documents = Network().Planned(["syd"], ["fra"]);
        var table = Serving("fra", "syd");
        var held = table with
        {
            Verdicts = [.. table.Verdicts.Select(verdict => verdict.Location == "syd"
                ? verdict with { Held = "LastPlace" }
                : verdict)],
        };
        Assert.NotNull(PlaceRelease.WaitsFor(documents.Scene(), documents.Plans["default"].Spec, held));
    }

    [Fact]
    public void A_site_that_is_served_nowhere_keeps_nobody()
    {
        Assert.Null(WaitsFor(Network().Planned(["syd"], ["fra"])));
    }

    [Fact]
    public void Sites_with_places_of_their_own_and_places_that_the_law_closes_are_not_waited_for()
    {
        var own = NetworkScene.Shop(new SitePlacement { Policy = "static", Locations = ["fra"] });
        Assert.Null(WaitsFor(Network(own).Planned(["syd"], ["fra"]), "fra"));
        var lawful = NetworkScene.Shop(residency: new SiteResidency { Process = ["EU"] });
        Assert.Null(WaitsFor(Network(lawful).Planned(["syd"], ["fra"]), "fra"));
    }

    [Fact]
    public void Workloads_without_a_site_are_proven_by_their_pods()
    {
        var documents = Network().Planned(["syd"], ["fra"]) with
        {
            Sites = Network().Sites.Clear(),
            Deployments = Network().Deployments.Add(new SiteId("default", "work"), new Deployment
            {
                Metadata = new ObjectMeta { Name = "work", Namespace = "default", Uid = "work" },
                Spec = new DeploymentSpec { Replicas = 1 },
            }),
            ReplicaSets = Network().ReplicaSets.Add(new SiteId("default", "work-1"), new ReplicaSet
            {
                Metadata = Owned("work-1", "work"),
            }),
        };
        documents = documents with { Pods = documents.Pods.Add(new SiteId("default", "a"), Pod("a", "fra")) };
        Assert.Equal("syd has no ready pod of work yet.", WaitsFor(documents));
        documents = documents with { Pods = documents.Pods.Add(new SiteId("default", "b"), Pod("b", "syd")) };
        Assert.Null(WaitsFor(documents));
    }

    [Fact]
    public void Sites_are_placed_by_the_plan_within_what_their_own_documents_say()
    {
        var site = NetworkScene.Shop();
        var planned = Network(site).Planned(["fra", "syd"], ["nyc"]);
        Assert.True(SitePlaces.IsPlaced(planned, site, "nyc"));
        Assert.True(SitePlaces.IsPlaced(planned, site, "syd"));
        var settled = Network(site).Planned(["fra", "syd"]);
        Assert.False(SitePlaces.IsPlaced(settled, site, "nyc"));
        Assert.False(SitePlaces.IsPlaced(settled, NetworkScene.Shop(
            new SitePlacement { MustNotInclude = ["syd"] }), "syd"));
        Assert.True(SitePlaces.IsPlaced(settled, NetworkScene.Shop(
            new SitePlacement { Policy = "static", Locations = ["nyc"] }), "nyc"));
        Assert.True(SitePlaces.IsPlaced(Network(site), site, "nyc"));
        Assert.True(SitePlaces.IsPlaced(Network(site).Planned([]), site, "nyc"));
    }

    private static string? WaitsFor(NetworkDocuments documents, params string[] serving) =>
        PlaceRelease.WaitsFor(documents.Scene(), documents.Plans["default"].Spec, Serving(serving));

    private static ObjectMeta Owned(string name, string owner) => new()
    {
        Name = name,
        Namespace = "default",
        Uid = name,
        OwnerReferences = [new OwnerReference { Name = owner, Uid = owner, Controller = true }],
    };

    private static Pod Pod(string name, string location) => new()
    {
        Metadata = Owned(name, "work-1") with
        {
            Labels = Owned(name, "work-1").Labels.Add(WorkloadLabels.Location, location),
        },
        Status = new PodStatus { Ready = true },
    };
}
