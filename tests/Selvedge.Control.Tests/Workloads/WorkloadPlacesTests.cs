using Selvedge.Control.Tests.Compile;
using Selvedge.Control.Workloads;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Tests.Workloads;

public sealed class WorkloadPlacesTests
{
    private static readonly Deployment Shop = new()
    {
        Metadata = new ObjectMeta { Name = "shop", Namespace = "default" },
        Spec = new DeploymentSpec { Replicas = 3 },
    };

    [Fact]
    public void Without_a_site_that_pods_serve_a_workload_runs_everywhere()
    {
        var places = WorkloadPlaces.Of(
            NetworkScene.ThreePlaces(NetworkScene.Shop()), Shop, new HashSet<(SiteId, string)>(), _ => null);

        Assert.Equal(["fra", "nyc", "syd"], places.Where(place => place.Planned).Select(place => place.Location));
        Assert.All(places, place => Assert.Equal(3, place.Replicas));
    }

    [Fact]
    public void A_location_without_nodes_is_not_waited_for()
    {
        var documents = NetworkScene.ThreePlaces(NetworkScene.Shop());
        var places = WorkloadPlaces.Of(
            documents with { Nodes = documents.Nodes.Remove("syd-1") }, Shop, new HashSet<(SiteId, string)>(),
            _ => null);

        Assert.Equal(["fra", "nyc"], places.Where(place => place.Planned).Select(place => place.Location));
    }

    [Fact]
    public void With_one_it_runs_where_the_site_is_placed_and_allowed_and_stays_while_users_may_still_come()
    {
        var site = NetworkScene.Shop(
            new SitePlacement { MustNotInclude = ["syd"] }, new SiteResidency { Process = ["EU", "AU"] });
        var documents = NetworkScene.ThreePlaces(site with { Spec = site.Spec with { Backend = new SiteBackend() } });

        var places = WorkloadPlaces.Of(
            documents, Shop, new HashSet<(SiteId, string)> { (site.Id, "syd") },
            name => name == "nyc-1" ? DateTimeOffset.UnixEpoch : null);

        Assert.Equal("fra", Assert.Single(places, place => place.Planned).Location);
        Assert.Equal("syd", Assert.Single(places, place => place.Kept).Location);
        Assert.Equal(
            DateTimeOffset.UnixEpoch, places.Single(place => place.Location == "nyc").Nodes.Single().SilentSince);
    }
}
