using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Documents;
using Selvedge.Control.Scaling;
using Selvedge.Control.Workloads;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Scaling;

/// <summary>The loop over a real store: a Deployment with one pod, whose container uses 100 thousandths of a processor
/// and 100 MiB.</summary>
public sealed class VerticalLoopTests : IAsyncLifetime
{
    private const long Mebibyte = 1024 * 1024;

    private static readonly ResourceKey Key = new(ResourceNames.VerticalPodAutoscalers, "default", "shop");
    private static readonly ResourceKey Target = new(ResourceNames.Deployments, "default", "shop");

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-vertical-").FullName;
    private readonly FakeTimeProvider _time = new(ScaleScene.Now);
    private SqliteResourceStore _store = null!;
    private DocumentCache _cache = null!;
    private VerticalLoop _loop = null!;
    private ImmutableArray<ContainerUse> _use = [new ContainerUse("web", 100, 100 * Mebibyte)];
    private PodStatus _status = new() { Phase = "Running" };
    private PodStatus? _second;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteResourceStore.OpenAsync(Path.Combine(_folder, "store.db"), TimeProvider.System);
        _cache = new DocumentCache(_store, _time, NullLogger<DocumentCache>.Instance);
        _loop = Loop();
        await PutAsync(Key, Autoscaler());
        await PutAsync(Target, Shop());
        await PutAsync(new ResourceKey(ResourceNames.ReplicaSets, "default", "shop-1"), new ReplicaSet
        {
            Metadata = new ObjectMeta { Name = "shop-1", Namespace = "default", Uid = "set" }.OwnedBy("shop"),
        });
        await PutAsync(new ResourceKey(ResourceNames.Pods, "default", "shop-1-fra"), Pod());
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_used_is_recommended_with_a_margin_and_outlives_a_restart()
    {
        var told = await LookAsync();
        Assert.Equal("True", Assert.Single(told.Conditions).Status);
        var web = told.Of("web")!;
        Assert.InRange(Milli(web.Target["cpu"]), 115, 121);
        Assert.InRange(Units(web.Target["memory"]), 115 * Mebibyte, 122 * Mebibyte);

        for (var look = 0; look < 20; look++)
        {
            await LookAsync();
        }

        var before = await LookAsync();
        _use = [];
        _loop = Loop();
        var after = await LookAsync();
        Assert.Equal(before.Of("web")!.Target, after.Of("web")!.Target);
        Assert.DoesNotContain("Nothing was measured", after.Of("web")!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_for_want_of_memory_counts_once_and_with_the_limit_that_was_in_force()
    {
        _status = Ended(ScaleScene.Now);
        var told = await LookAsync();
        Assert.InRange(Units(told.Of("web")!.Target["memory"]), 345 * Mebibyte, 364 * Mebibyte);

        // The same end is in the next statuses too: use of 100 MiB outweighs it soon.
        for (var look = 0; look < 30; look++)
        {
            told = await LookAsync();
        }

        Assert.InRange(Units(told.Of("web")!.Target["memory"]), 115 * Mebibyte, 122 * Mebibyte);
    }

    [Fact]
    public async Task The_end_of_one_of_several_pods_counts_too()
    {
        await PutAsync(new ResourceKey(ResourceNames.Pods, "default", "shop-1-nyc"), Pod() with
        {
            Metadata = Pod().Metadata with { Name = "shop-1-nyc", Uid = "second" },
        });
        _second = new PodStatus { Phase = "Running" };
        await LookAsync();
        _second = Ended(_time.GetUtcNow().AddSeconds(30));
        var told = await LookAsync();
        Assert.InRange(Units(told.Of("web")!.Target["memory"]), 345 * Mebibyte, 364 * Mebibyte);
    }

    [Fact]
    public async Task Small_changes_are_not_written_at_every_look()
    {
        for (var look = 0; look < 40; look++)
        {
            await LookAsync();
        }

        // Bounds close by a fortieth with each look, which is told every fourth time.
        var revisions = new HashSet<long>();
        for (var look = 0; look < 12; look++)
        {
            await LookAsync();
            revisions.Add((await _store.GetAsync(Key, Cancellation))!.Revision);
        }

        Assert.InRange(revisions.Count, 2, 5);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_told_with_the_way_out_and_what_was_told_stays()
    {
        _use = [];
        Assert.Equal(("False", "NoPodsMeasured"), Of(await LookAsync()));

        _use = [new ContainerUse("web", 100, 100 * Mebibyte)];
        var target = (await LookAsync()).Of("web")!.Target;
        await PutAsync(Key with { Name = "earlier" }, Autoscaler() with
        {
            Metadata = Autoscaler().Metadata with { Name = "earlier", Uid = "earlier" },
        });
        var second = await LookAsync();
        Assert.Equal(("False", "AmbiguousTarget"), Of(second));
        Assert.Equal(target, second.Of("web")!.Target);

        await _store.DeleteAsync(Target, (await _store.GetAsync(Target, Cancellation))!.Revision, Cancellation);
        Assert.Contains("apply it", Assert.Single((await LookAsync()).Conditions).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_of_one_that_is_deleted_is_forgotten()
    {
        for (var look = 0; look < 11; look++)
        {
            await LookAsync();
        }

        Assert.NotEmpty(await KeptAsync());
        await _store.DeleteAsync(Key, (await _store.GetAsync(Key, Cancellation))!.Revision, Cancellation);
        await _cache.LoadAsync(Cancellation);
        for (var look = 0; look < 10; look++)
        {
            await _loop.LookAsync(Cancellation);
        }

        Assert.Empty(await KeptAsync());
    }

    [Fact]
    public async Task A_new_pod_requests_what_is_recommended_and_says_whose_word_that_is()
    {
        await LookAsync();
        await _cache.LoadAsync(Cancellation);
        var autoscaler = _cache.Current.VerticalAutoscalerOf(Shop().Metadata);
        var pod = JsonNode.Parse(CoreJson.Write(Pod()))!.AsObject();
        PodSizing.Apply(pod, autoscaler);

        var sized = CoreJson.Read<Pod>(pod.ToElement());
        var needs = sized.Spec.Containers[0].Resources;
        Assert.InRange(needs.CpuMillis, 115, 121);
        Assert.Equal(3 * needs.MemoryBytes, needs.MemoryBytesMax);
        Assert.Equal("shop", sized.Metadata.Annotations[VerticalPodAutoscaler.SizedBy]);

        var told = autoscaler! with { Spec = autoscaler.Spec with { UpdatePolicy = new() { UpdateMode = "Off" } } };
        var left = JsonNode.Parse(CoreJson.Write(Pod()))!.AsObject();
        PodSizing.Apply(left, told);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(CoreJson.Write(Pod())), left));
    }

    private VerticalLoop Loop() => new(
        _cache, new DocumentStore(_store), new InternalDocuments(_store, () => "id"), Nodes, TimeSpan.FromMinutes(1),
        _time, NullLogger<VerticalLoop>.Instance);

    private async Task<VerticalPodAutoscalerStatus> LookAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        await _cache.LoadAsync(Cancellation);
        await _loop.LookAsync(Cancellation);
        return (await new DocumentStore(_store).GetAsync<VerticalPodAutoscaler>(Key, Cancellation))!.Status;
    }

    private async Task<IReadOnlyList<string>> KeptAsync() =>
    [
        .. (await _store.ListAsync("internal.selvedge.dev", null, Cancellation)).Items.Select(item => item.Key.Name)
            .Where(name => name.StartsWith("usage.", StringComparison.Ordinal)),
    ];

    private Dictionary<string, NodeStatus> Nodes()
    {
        var node = ScaleScene.Node([], (1, null, null));
        var report = node.Pods[0] with { Uid = "pod", Status = _status, Use = _use };
        return new(StringComparer.Ordinal)
        {
            ["fra-1"] = node with
            {
                Pods = _second is null ? [report] : [report, report with { Uid = "second", Status = _second }],
            },
        };
    }

    private static (string Status, string Reason) Of(VerticalPodAutoscalerStatus status) =>
        (Assert.Single(status.Conditions).Status, status.Conditions[0].Reason);

    private static long Milli(string text) => Amount(text).MilliUnits;

    private static long Units(string text) => Amount(text).Units;

    private static Quantity Amount(string text)
    {
        Assert.True(Quantity.TryParse(text, out var amount), text);
        return amount;
    }

    private static PodStatus Ended(DateTimeOffset at) => new()
    {
        Phase = "Running",
        ContainerStatuses =
        [
            new ContainerStatus
            {
                Name = "web",
                LastState = new ContainerState
                {
                    Terminated = new TerminatedState { Reason = TerminatedState.OutOfMemory, FinishedAt = at },
                },
            },
        ],
    };

    private static Deployment Shop() => new()
    {
        Metadata = new ObjectMeta { Name = "shop", Namespace = "default", Uid = "shop" },
        Spec = new DeploymentSpec { Template = new PodTemplate { Spec = Pod().Spec } },
    };

    private static Pod Pod() => new()
    {
        Metadata = new ObjectMeta { Name = "shop-1-fra", Namespace = "default", Uid = "pod" }.OwnedBy("set"),
        Spec = new PodSpec
        {
            NodeName = "fra-1",
            Containers =
            [
                new Container
                {
                    Name = "web",
                    Resources = new ResourceNeeds
                    {
                        Requests = ResourceNeeds.None.Add("cpu", "50m").Add("memory", "67Mi"),
                        Limits = ResourceNeeds.None.Add("memory", "201Mi"),
                    },
                },
            ],
        },
    };

    private static VerticalPodAutoscaler Autoscaler() => new()
    {
        Metadata = new ObjectMeta { Name = "shop", Namespace = "default", Uid = "vpa" },
        Spec = new VerticalPodAutoscalerSpec { TargetRef = new() { Kind = "Deployment", Name = "shop" } },
    };

    private async Task PutAsync<T>(ResourceKey key, T document)
    {
        var present = await _store.GetAsync(key, Cancellation);
        await _store.PutAsync(key, CoreJson.ToElement(document), present?.Revision ?? 0, Cancellation);
    }
}

file static class Owners
{
    public static ObjectMeta OwnedBy(this ObjectMeta metadata, string uid) => metadata with
    {
        OwnerReferences = [new OwnerReference { Uid = uid, Controller = true }],
    };
}
