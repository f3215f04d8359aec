using Selvedge.Control.Tests.Compile;
using Selvedge.Control.Workloads;
using Selvedge.Core.Nodes;
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

    private static readonly NodeRoom Unknown = new([], _ => null);

    [Fact]
    public void Without_a_site_that_pods_serve_a_workload_runs_everywhere()
    {
        var places = WorkloadPlaces.Of(
            NetworkScene.ThreePlaces(NetworkScene.Shop()), Shop, new HashSet<(SiteId, string)>(), _ => null,
            Unknown);

        Assert.Equal(["fra", "nyc", "syd"], places.Where(place => place.Planned).Select(place => place.Location));
        Assert.All(places, place => Assert.Equal(3, place.Replicas));
    }

    [Fact]
    public void A_location_without_nodes_is_not_waited_for()
    {
        var documents = NetworkScene.ThreePlaces(NetworkScene.Shop());
        var places = WorkloadPlaces.Of(
            documents with { Nodes = documents.Nodes.Remove("syd-1") }, Shop, new HashSet<(SiteId, string)>(),
            _ => null, Unknown);

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
            name => name == "nyc-1" ? DateTimeOffset.UnixEpoch : null, Unknown);

        Assert.Equal("fra", Assert.Single(places, place => place.Planned).Location);
        Assert.Equal("syd", Assert.Single(places, place => place.Kept).Location);
        Assert.Equal(
            DateTimeOffset.UnixEpoch, places.Single(place => place.Location == "nyc").Nodes.Single().SilentSince);
    }

    [Fact]
    public void What_pods_of_any_workload_ask_for_is_not_free_and_what_was_just_planned_neither()
    {
        var documents = NetworkScene.ThreePlaces();
        var room = new NodeRoom(
            [Asking("fra-1", "500m", "64Mi"), Asking("fra-1", "250m", "64Mi"), Asking("nyc-1", "1", "1Gi")],
            name => name == "syd-1" ? null : new NodeCapacity(2000, 1L << 30));
        room.Take("fra-1", Asking("fra-1", "250m", "0").Spec);

        var nodes = WorkloadPlaces.Of(documents, Shop, new HashSet<(SiteId, string)>(), _ => null, room)
            .Select(place => place.Nodes.Single()).ToDictionary(node => node.Name);

        Assert.Equal((2000, 1000, (1L << 30) - (128 << 20)), (
            nodes["fra-1"].CpuMillis, nodes["fra-1"].FreeCpuMillis, nodes["fra-1"].FreeMemoryBytes));
        Assert.Equal((1000, 0), (nodes["nyc-1"].FreeCpuMillis, nodes["nyc-1"].FreeMemoryBytes));
        Assert.Null(nodes["syd-1"].CpuMillis);
        Assert.Null(nodes["syd-1"].FreeCpuMillis);
    }

    private static Pod Asking(string node, string cpu, string memory) => new()
    {
        Spec = new PodSpec
        {
            NodeName = node,
            Containers =
            [
                new Container
                {
                    Resources = new ResourceNeeds
                    {
                        Requests = new ResourceNeeds().Requests.Add("cpu", cpu).Add("memory", memory),
                    },
                },
            ],
        },
    };
}
