using System.Collections.Immutable;
using System.Text;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Tests.Compile;

public sealed class WorkloadSectionsTests
{
    private static readonly SiteId Upstream = new("default", Service.IngressUpstream);

    [Fact]
    public void A_pod_goes_to_its_own_location_with_what_it_names_and_nothing_else()
    {
        var compiled = Compile(Scene());

        var pod = CoreJson.Read<PodSection>(compiled["fra"].Sections["pod.uid-fra"]);
        Assert.Equal("fra-1", pod.Node);
        Assert.Equal("hello", pod.Texts["texts"]["greeting"]);
        Assert.Equal(Convert.ToBase64String("TOP-SECRET"u8), pod.Secrets["keys"]["token"]);
        Assert.DoesNotContain("other", pod.Texts.Keys);
        Assert.DoesNotContain("pod.uid-fra", compiled["nyc"].Sections.Keys);
        Assert.DoesNotContain(
            compiled["syd"].Sections.Values,
            bytes => Encoding.UTF8.GetString(bytes).Contains(
                Convert.ToBase64String("TOP-SECRET"u8), StringComparison.Ordinal));
        Assert.DoesNotContain("TOP-SECRET", pod.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_without_backend_is_served_from_ingress_upstream_with_its_ready_pods_of_the_location()
    {
        var compiled = Compile(Scene());

        var service = CoreJson.Read<ServiceSection>(
            compiled["fra"].Sections["service.default.ingress-upstream"]);
        Assert.Equal(Upstream, service.Service);
        var endpoint = Assert.Single(service.Endpoints);
        Assert.Equal("fra-1", endpoint.Node);
        Assert.Equal("127.9.0.1:8080", endpoint.Addresses[80]);
        Assert.Empty(CoreJson.Read<ServiceSection>(
            compiled["nyc"].Sections["service.default.ingress-upstream"]).Endpoints);
        Assert.DoesNotContain("service.default.ingress-upstream", compiled["syd"].Sections.Keys);
    }

    [Fact]
    public void Pods_of_silent_nodes_stay_named_only_while_no_other_is_ready()
    {
        var scene = Scene();
        var silent = scene.Pods[new SiteId("default", "a")];
        silent = silent with { Status = silent.Status with { Ready = false, Reason = PodStatus.NodeSilent } };
        scene = scene with { Pods = scene.Pods.SetItem(new SiteId("default", "a"), silent) };
        Assert.Equal("fra-1", Assert.Single(Endpoints(scene)).Node);

        var ready = Pod("fra", "shop", ready: true) with { Spec = silent.Spec with { NodeName = "fra-2" } };
        ready = ready with { Metadata = ready.Metadata with { Name = "d", Uid = "uid-d" } };
        scene = scene with { Pods = scene.Pods.Add(new SiteId("default", "d"), ready) };
        Assert.Equal("fra-2", Assert.Single(Endpoints(scene)).Node);
    }

    private static ImmutableArray<ServiceEndpoint> Endpoints(NetworkDocuments documents) =>
        CoreJson.Read<ServiceSection>(
            Compile(documents)["fra"].Sections["service.default.ingress-upstream"]).Endpoints;

    private static ImmutableSortedDictionary<string, CompiledLocation> Compile(NetworkDocuments documents) =>
        SnapshotCompiler.Compile(documents, new HashSet<(SiteId, string)>(), ZoneSerials.None).Locations;

    // The site is placed at fra and nyc; pods run at fra (ready), nyc (not yet) and syd (of another workload).
    private static NetworkDocuments Scene()
    {
        var shop = NetworkScene.Shop(new SitePlacement { MustNotInclude = ["syd"] });
        var documents = NetworkScene.ThreePlaces(shop with { Spec = shop.Spec with { Backend = new SiteBackend() } });
        return documents with
        {
            ConfigMaps = documents.ConfigMaps
                .Add(new SiteId("default", "texts"), Map("greeting", "hello"))
                .Add(new SiteId("default", "other"), Map("a", "b")),
            Secrets = documents.Secrets.Add(new SiteId("default", "keys"), new Secret
            {
                Data = ImmutableDictionary<string, string>.Empty.Add(
                    "token", Convert.ToBase64String("TOP-SECRET"u8)),
            }),
            Services = documents.Services.Add(Upstream, new Service
            {
                Metadata = new ObjectMeta { Name = Upstream.Name, Namespace = "default" },
                Spec = new ServiceSpec
                {
                    Selector = new ServiceSpec().Selector.Add("app", "shop"),
                    Ports = [new ServicePort { Port = 80, TargetPort = new PortReference(0, "http") }],
                },
            }),
            Pods = documents.Pods
                .Add(new SiteId("default", "a"), Pod("fra", "shop", ready: true))
                .Add(new SiteId("default", "b"), Pod("nyc", "shop", ready: false))
                .Add(new SiteId("default", "c"), Pod("syd", "other", ready: true) with
                {
                    Spec = new PodSpec { NodeName = "syd-1" },
                }),
        };
    }

    private static ConfigMap Map(string key, string text) =>
        new() { Data = ImmutableDictionary<string, string>.Empty.Add(key, text) };

    private static Pod Pod(string location, string app, bool ready) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = $"{app}-{location}",
            Namespace = "default",
            Uid = $"uid-{location}",
            Labels = ImmutableDictionary<string, string>.Empty.Add("app", app)
                .Add(WorkloadLabels.Location, location),
        },
        Spec = new PodSpec
        {
            NodeName = $"{location}-1",
            Volumes = [new Volume { Name = "texts", ConfigMap = new ConfigMapVolume { Name = "texts" } }],
            Containers =
            [
                new Container
                {
                    Ports = [new ContainerPort { Name = "http", Number = 8080 }],
                    Env =
                    [
                        new EnvironmentVariable
                        {
                            Name = "TOKEN",
                            ValueFrom = new EnvironmentValueSource
                            {
                                SecretKeyRef = new KeyReference { Name = "keys", Key = "token" },
                            },
                        },
                    ],
                },
            ],
        },
        Status = new PodStatus
        {
            Ready = ready,
            Endpoints = ImmutableSortedDictionary<int, string>.Empty.Add(8080, "127.9.0.1:8080"),
        },
    };
}
