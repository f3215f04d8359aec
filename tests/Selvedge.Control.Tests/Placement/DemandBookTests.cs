using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Documents;
using Selvedge.Control.Placement;
using Selvedge.Core.Nodes;
using Selvedge.Core.Placement;
using Selvedge.Fabric.Store;
using static Selvedge.Control.Tests.Placement.PlacementWorld;

namespace Selvedge.Control.Tests.Placement;

public sealed class DemandBookTests
{
    private static readonly DemandPace Pace = DemandPace.Default;
    private static readonly PlacementConstraints Constraints = new() { MinimumUsagePerLocation = 0 };

    private readonly FakeTimeProvider _time = new(Noon);
    private long _sequence;

    [Fact]
    public void Rates_are_counted_over_the_nodes_own_time()
    {
        var book = new DemandBook(Pace, _time);
        for (var second = 1; second <= 120; second++)
        {
            book.Receive(Status("a", second, (Germany, 0.5)), Network());
        }

        _time.Advance(Pace.Step);
        Assert.Equal([new RegionDemand(Germany, 0.5)], book.Read("default", Constraints).Regions.AsEnumerable());
    }

    [Fact]
    public void A_status_that_was_lost_costs_nothing_and_one_that_comes_twice_adds_nothing()
    {
        var book = new DemandBook(Pace, _time);
        book.Receive(Status("a", 1, (Germany, 10)), Network());
        book.Receive(Status("a", 5, (Germany, 10)), Network());
        book.Receive(Status("a", 5, (Germany, 10)), Network());
        book.Receive(Status("a", 3, (Germany, 10)), Network());

        Assert.Equal(50, book.Counts("default", Noon).Single().Requests);
    }

    [Fact]
    public void A_node_that_restarts_counts_from_its_start_and_a_long_silence_counts_nothing()
    {
        var book = new DemandBook(Pace, _time);
        book.Receive(Status("a", 500, (Germany, 10)), Network());
        Assert.Empty(book.Counts("default", Noon));
        book.Receive(Status("b", 2, (Germany, 10)), Network());
        book.Receive(Status("b", 200, (Germany, 10)), Network());

        Assert.Equal(20, book.Counts("default", Noon).Single().Requests);
    }

    [Fact]
    public void Clients_of_unknown_place_count_as_near_the_location_that_served_them()
    {
        var book = new DemandBook(Pace, _time);
        book.Receive(Status("a", 1, ("", 10)), Network());
        Assert.Equal(Germany, book.Counts("default", Noon).Single().Geohash);
    }

    [Theory]
    [InlineData("u0", double.NaN)]
    [InlineData("u0", double.PositiveInfinity)]
    [InlineData("u0", -1)]
    [InlineData("u0", 1e300)]
    [InlineData("aa", 10)]
    [InlineData("u", 10)]
    public void Nonsense_is_not_counted(string region, double rate)
    {
        var book = new DemandBook(Pace, _time);
        book.Receive(Status("a", 1, (region, rate)), Network());
        book.Receive(Status("a", 2, (Germany, 1)), Network());
        Assert.Equal(1, book.Counts("default", Noon).Sum(count => count.Requests));
    }

    [Fact]
    public void Sites_that_do_not_exist_are_not_counted_and_namespaces_without_sites_are_forgotten()
    {
        var book = new DemandBook(Pace, _time);
        book.Receive(Status("a", 1, (Germany, 5)), Network() with { Sites = Network().Sites.Clear() });
        Assert.Empty(book.Counts("default", Noon));
        book.Receive(Status("a", 2, (Germany, 5)), Network());
        book.Keep(new HashSet<string> { "other" });
        Assert.Empty(book.Counts("default", Noon));
    }

    [Fact]
    public async Task Demand_survives_a_restart_of_the_control_plane()
    {
        var folder = Directory.CreateTempSubdirectory("selvedge-demand-").FullName;
        try
        {
            await using var store = await SqliteResourceStore.OpenAsync(
                Path.Combine(folder, "store.db"), TimeProvider.System,
                cancellation: TestContext.Current.CancellationToken);
            var ids = 0;
            var internals = new InternalDocuments(store, () => $"id-{ids++}");
            var (first, second) = (new DemandBook(Pace, _time), new DemandBook(Pace, _time));
            var memory = new DemandMemory(internals, first, Pace, _time);
            await memory.LoadAsync("default", TestContext.Current.CancellationToken);
            for (var step = 0; step < 100; step++)
            {
                first.Receive(Status("a", 1 + (step * 10), (step % 2 == 0 ? Germany : Australia, 100)), Network());
                _time.Advance(Pace.Step);
                await memory.KeepAsync(["default"], TestContext.Current.CancellationToken);
            }

            var writes = await store.RevisionAsync(TestContext.Current.CancellationToken);
            await memory.KeepAsync(["default"], TestContext.Current.CancellationToken);
            await new DemandMemory(internals, second, Pace, _time)
                .LoadAsync("default", TestContext.Current.CancellationToken);

            Assert.Equal(writes, await store.RevisionAsync(TestContext.Current.CancellationToken));
            Assert.InRange(writes, 100, 110);
            Assert.Equal(100, first.Counts("default", Noon).Length);
            Assert.Equal(first.Counts("default", Noon), second.Counts("default", Noon).AsEnumerable());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private NodeStatus Status(string instance, double upSeconds, params (string Region, double Rate)[] demand) => new(
        "fra-1", "fra", instance, ++_sequence, "test", TimeSpan.FromSeconds(upSeconds), 0, 0, 0, [], [], [],
        new NodeLoad(0, 0, 0, 0, 0), [])
    {
        Demand = [.. demand.Select(entry => new RegionRequests(Shop, entry.Region, entry.Rate))],
    };
}
