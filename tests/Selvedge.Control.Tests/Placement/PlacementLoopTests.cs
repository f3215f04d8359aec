using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Documents;
using Selvedge.Control.Placement;
using Selvedge.Core.Nodes;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Fabric.Store;
using static Selvedge.Control.Tests.Placement.PlacementWorld;

namespace Selvedge.Control.Tests.Placement;

/// <summary>The loop over a real store, step by step.</summary>
public sealed class PlacementLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = DemandPace.Default.Step;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-placement-").FullName;
    private readonly FakeTimeProvider _time = new(Noon);
    private SqliteResourceStore _store = null!;
    private DocumentCache _cache = null!;
    private PlacementLoop _loop = null!;
    private VerdictTable _table = Serving("fra", "nyc", "syd");
    private int _ids;
    private long _sequence;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteResourceStore.OpenAsync(Path.Combine(_folder, "store.db"), TimeProvider.System);
        foreach (var location in Network().Locations.Values)
        {
            await PutAsync(ResourceNames.Locations, "", location.Metadata.Name, location);
        }

        foreach (var node in Network().Nodes.Values)
        {
            await PutAsync(ResourceNames.Nodes, "", node.Metadata.Name, node);
        }

        await PutAsync(ResourceNames.Sites, "default", "shop", Network().Sites.Values.Single());
        Begin();
    }

    public async ValueTask DisposeAsync()
    {
        _loop.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Without_an_optimizer_nothing_is_written()
    {
        var before = await _store.RevisionAsync(Cancellation);
        await ListenAsync(Germany);
        for (var step = 0; step < 16; step++)
        {
            Measure("fra", Germany, 12);
            await ListenAsync(Germany);
        }

        Assert.Equal(before, await _store.RevisionAsync(Cancellation));
    }

    [Fact]
    public async Task Places_follow_demand_new_ones_first_and_old_ones_once_the_new_ones_serve()
    {
        await OptimizeAsync(Map());
        await WorkAsync();
        Assert.Null(await PlanAsync());

        await ListenAsync(Germany);
        Assert.Equal("fra | nyc syd", await ShownAsync());
        await WorkAsync();
        Assert.Equal("fra | ", await ShownAsync());

        for (var step = 0; step < 16; step++)
        {
            await ListenAsync(Australia);
        }

        Assert.Equal("syd | fra", await ShownAsync());
        _table = Serving("fra");
        await WorkAsync();
        Assert.Equal("syd | fra", await ShownAsync());
        _table = Serving("fra", "syd");
        await WorkAsync();
        Assert.Equal("syd | ", await ShownAsync());
        var plan = (await PlanAsync())!;
        Assert.Equal(["fra", "syd"], plan.Status.LastMoves.Select(move => move.Location));
        Assert.Equal("map", plan.Metadata.OwnerReferences.Single().Uid);
    }

    [Fact]
    public async Task A_restart_goes_on_with_the_plan_and_the_demand()
    {
        await OptimizeAsync(Map());
        await ListenAsync(Germany);
        await ListenAsync(Germany);
        var before = (await PlanAsync())!;
        Begin();
        await WorkAsync();
        await WorkAsync();

        var after = (await PlanAsync())!;
        Assert.Equal(before.Spec.Locations.AsEnumerable(), after.Spec.Locations.AsEnumerable());
        Assert.Equal(before.Status.Plan!.Demand.AsEnumerable(), after.Status.Plan!.Demand.AsEnumerable());
    }

    [Fact]
    public async Task Places_follow_what_nodes_measure_where_it_contradicts_the_distance_and_a_restart_knows_it_still()
    {
        await OptimizeAsync(Map());
        await ListenAsync(Germany);
        Assert.Equal("fra | nyc syd", await ShownAsync());
        Assert.False((await PlanAsync())!.Status.Plan!.Routes.Single().IsMeasured);

        for (var step = 0; step < 16; step++)
        {
            Measure("fra", Germany, 180);
            Measure("nyc", Germany, 25);
            await ListenAsync(Germany);
        }

        Assert.Equal(["nyc"], (await PlanAsync())!.Spec.Locations.AsEnumerable());
        Assert.Equal(
            (25, true),
            (await PlanAsync())!.Status.Plan!.Routes.Select(route => (route.Milliseconds, route.IsMeasured)).Single());
        Begin();
        await WorkAsync();
        Assert.Equal(180, _loop.Preview("default", "nyc")!.Next!.MeanMilliseconds);
        Assert.True(_loop.Preview("default", null)!.Routes.Single().IsMeasured);

        _time.Advance(LatencyBook.AgeMax);
        await ListenAsync(Germany);
        Assert.Equal(["fra"], (await PlanAsync())!.Spec.Locations.AsEnumerable());
    }

    [Fact]
    public async Task A_clash_is_told_and_moves_nothing_and_without_the_map_the_plan_is_gone()
    {
        await OptimizeAsync(Map());
        await ListenAsync(Germany);
        await WorkAsync();
        await OptimizeAsync(Map("""{"mustInclude":[{"region":"africa"}],"minimumLocations":1}"""));
        await WorkAsync();

        Assert.Equal("fra | ", await ShownAsync());
        var plan = (await PlanAsync())!;
        Assert.Equal("False", plan.Status.Conditions.Single(condition => condition.Type == "Planned").Status);
        Assert.NotNull(plan.Status.Plan!.Conflict);
        Assert.Contains("africa", _loop.Preview("default", null)!.Conflict!.Message, StringComparison.Ordinal);
        Assert.Null(_loop.Preview("other", null));

        await _store.DeleteAsync(
            new ResourceKey(ResourceNames.ConfigMaps, "default", LocationOptimizer.Name), 0, Cancellation);
        await WorkAsync();
        Assert.Null(await PlanAsync());
    }

    private void Begin()
    {
        _cache = new DocumentCache(_store, _time, NullLogger<DocumentCache>.Instance);
        _loop = new PlacementLoop(
            _cache, new DocumentStore(_store), new InternalDocuments(_store, Id),
            new PlacementEvidence(
                () => _table,
                () => ImmutableDictionary<string, NodeStatus>.Empty),
            new EventRecorder(_store, _time, Id, NullLogger<EventRecorder>.Instance), new PlacementOptions(), _time,
            new Random(1), Id, NullLogger<PlacementLoop>.Instance);
    }

    /// <summary>Fifty requests a second from one region for two steps, then a tick.</summary>
    private async Task ListenAsync(string region)
    {
        await _cache.LoadAsync(default);
        for (var step = 0; step < 2; step++)
        {
            _loop.Demand.Receive(
                new NodeStatus(
                    "fra-1", "fra", $"{_sequence}", ++_sequence, "test", TimeSpan.FromSeconds(1), 0, 0, 0, [], [], [],
                    new NodeLoad(0, 0, 0, 0, 0), [])
                {
                    Demand = [new RegionRequests(Shop, region, 50 * Step.TotalSeconds)],
                },
                _cache.Current);
            _time.Advance(Step);
        }

        await WorkAsync();
    }

    private void Measure(string location, string region, double milliseconds) => _loop.Latency.Receive(
        new NodeStatus(
            $"{location}-1", location, "i", ++_sequence, "test", TimeSpan.FromSeconds(1), 0, 0, 0, [], [], [],
            new NodeLoad(0, 0, 0, 0, 0), [])
        {
            RoundTrips = [new RegionRoundTrip(region, LatencyBook.ConnectionsMin, milliseconds)],
        },
        _cache.Current);

    private async Task WorkAsync()
    {
        await _cache.LoadAsync(default);
        await _loop.WorkAsync(default);
    }

    private Task OptimizeAsync(ConfigMap map) =>
        PutAsync(ResourceNames.ConfigMaps, "default", LocationOptimizer.Name, map);

    private async Task PutAsync<T>(string resource, string space, string name, T document)
    {
        var key = new ResourceKey(resource, space, name);
        var present = await _store.GetAsync(key, default);
        await _store.PutAsync(key, CoreJson.ToElement(document), present?.Revision ?? 0, default);
    }

    private async Task<StoredPlan?> PlanAsync() => await _store.GetAsync(
        new ResourceKey(ResourceNames.PlacementPlans, "default", LocationOptimizer.Name), default) is { } stored
        ? CoreJson.Read<StoredPlan>(Encoding.UTF8.GetBytes(stored.Document.GetRawText()))
        : null;

    private async Task<string> ShownAsync()
    {
        var spec = (await PlanAsync())!.Spec;
        return $"{string.Join(' ', spec.Locations)} | {string.Join(' ', spec.Leaving)}";
    }

    private string Id() => $"id-{_ids++}";
}
