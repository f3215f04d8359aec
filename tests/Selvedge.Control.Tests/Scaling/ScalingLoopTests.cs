using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Documents;
using Selvedge.Control.Scaling;
using Selvedge.Control.Tests.Compile;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Horizontal;
using Selvedge.Core.Workloads;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Scaling;

/// <summary>The loop over a real store: three places, and a Deployment whose Service is asked for 400 requests a second
/// at each.</summary>
public sealed class ScalingLoopTests : IAsyncLifetime
{
    private static readonly ResourceKey Target = new(ResourceNames.Deployments, "default", "shop");
    private static readonly ResourceKey Key = new(ResourceNames.HorizontalPodAutoscalers, "default", "shop");

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-scaling-").FullName;
    private readonly FakeTimeProvider _time = new(ScaleScene.Now);
    private SqliteResourceStore _store = null!;
    private DocumentCache _cache = null!;
    private ScalingLoop _loop = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteResourceStore.OpenAsync(Path.Combine(_folder, "store.db"), TimeProvider.System);
        _cache = new DocumentCache(_store, _time, NullLogger<DocumentCache>.Instance);
        _loop = new ScalingLoop(
            _cache, new DocumentStore(_store), Nodes,
            new EventRecorder(_store, _time, () => "id", NullLogger<EventRecorder>.Instance),
            TimeSpan.FromSeconds(15), _time, NullLogger<ScalingLoop>.Instance);
        var network = NetworkScene.ThreePlaces();
        foreach (var location in network.Locations.Values)
        {
            await PutAsync(new ResourceKey(ResourceNames.Locations, "", location.Metadata.Name), location);
        }

        foreach (var node in network.Nodes.Values)
        {
            await PutAsync(new ResourceKey(ResourceNames.Nodes, "", node.Metadata.Name), node);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_cap_of_the_whole_network_is_shared_and_the_targets_count_follows_the_largest_place()
    {
        await PutAsync(Target, Shop(replicas: 2));
        await PutAsync(Key, Autoscaler(cap: 11));

        // Eight are asked for at each; without behavior one step goes to four.
        var status = await DecideAsync();
        Assert.Equal(11, status.DesiredReplicas);
        Assert.Equal([4, 4, 3], status.Places.Select(place => place.Replicas).OrderDescending());
        Assert.Equal(3, Assert.Single(status.Places, place => place.Limit == $"{ScalingLimit.NetworkCap}").Replicas);
        Assert.Equal(4, (await ShopAsync()).Spec.Replicas);
        Assert.Equal(1, (await ShopAsync()).Metadata.Generation);

        // Nothing more to decide: nothing is written to the target again.
        await DecideAsync();
        Assert.Equal(1, (await ShopAsync()).Metadata.Generation);
    }

    [Fact]
    public async Task Zero_replicas_switch_it_off_and_another_number_on_again()
    {
        await PutAsync(Target, Shop(replicas: 0));
        await PutAsync(Key, Autoscaler(cap: null));
        var off = await DecideAsync();
        Assert.All(off.Places, place => Assert.Equal((0, "ScalingDisabled"), (place.Replicas, place.Limit)));

        await PutAsync(Target, Shop(replicas: 2));
        Assert.All((await DecideAsync()).Places, place => Assert.Equal(4, place.Replicas));
    }

    [Fact]
    public async Task What_cannot_be_scaled_is_told_with_the_way_out()
    {
        await PutAsync(Key, Autoscaler(cap: null));
        Assert.Contains("There is no Deployment shop in default: apply it", Trouble(await DecideAsync()),
            StringComparison.Ordinal);

        await PutAsync(Target, Shop(replicas: 2));
        var first = Autoscaler(cap: null);
        await PutAsync(
            Key with { Name = "earlier" }, first with { Metadata = first.Metadata with { Name = "earlier" } });
        Assert.Contains("shop is scaled by earlier already: delete one of the two", Trouble(await DecideAsync()),
            StringComparison.Ordinal);
    }

    private async Task<HorizontalPodAutoscalerStatus> DecideAsync()
    {
        await _cache.LoadAsync(Cancellation);
        await _loop.DecideAsync(Cancellation);
        await _cache.LoadAsync(Cancellation);
        return _cache.Current.Autoscalers[new SiteId("default", "shop")].Status;
    }

    private static string Trouble(HorizontalPodAutoscalerStatus status) =>
        Assert.Single(status.Conditions, condition => condition is { Type: "AbleToScale", Status: "False" }).Message;

    private async Task<Deployment> ShopAsync() =>
        (await new DocumentStore(_store).GetAsync<Deployment>(Target, Cancellation))!;

    private Dictionary<string, NodeStatus> Nodes() => _cache.Current.Nodes.Values.ToDictionary(
        node => node.Metadata.Name,
        node => ScaleScene.Node([new ServiceLoad("default", "front", 400, 1)]) with
        {
            Node = node.Metadata.Name,
            Location = node.Spec.Location,
        },
        StringComparer.Ordinal);

    private static Deployment Shop(int replicas) => new()
    {
        Metadata = new ObjectMeta { Name = "shop", Namespace = "default", Uid = "shop" },
        Spec = new DeploymentSpec { Replicas = replicas },
    };

    private static HorizontalPodAutoscaler Autoscaler(int? cap)
    {
        // Of the Service as a whole: no pod has to be there to be counted.
        var metric = ScaleScene.Described("Service", "front", PlaceEvidence.RequestsPerSecond, "50");
        metric = metric with
        {
            Described = metric.Described! with
            {
                Target = new AutoscalerMetricTarget
                {
                    Type = "AverageValue",
                    AverageValue = metric.Described!.Target.Value,
                },
            },
        };
        var autoscaler = ScaleScene.Autoscaler(metric);
        return cap is null ? autoscaler : autoscaler with
        {
            Metadata = autoscaler.Metadata with
            {
                Annotations = autoscaler.Metadata.Annotations.SetItem(
                    HorizontalPodAutoscaler.NetworkMaxReplicas, $"{cap}"),
            },
        };
    }

    private async Task PutAsync<T>(ResourceKey key, T document)
    {
        var present = await _store.GetAsync(key, Cancellation);
        await _store.PutAsync(key, CoreJson.ToElement(document), present?.Revision ?? 0, Cancellation);
    }
}
