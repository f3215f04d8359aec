using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Documents;
using Selvedge.Control.Placement;
using Selvedge.Core.Nodes;
using Selvedge.Core.Placement;
using Selvedge.Fabric.Store;
using static Selvedge.Control.Tests.Placement.PlacementWorld;

namespace Selvedge.Control.Tests.Placement;

public sealed class LatencyBookTests
{
    private const int Enough = LatencyBook.ConnectionsMin;

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly LatencyBook _book;
    private long _sequence;

    public LatencyBookTests() => _book = new LatencyBook(_time);

    [Fact]
    public void The_newest_word_of_a_location_counts_and_only_of_enough_connections()
    {
        Receive("fra", new RegionRoundTrip(Germany, Enough, 12), new RegionRoundTrip(Australia, Enough - 1, 280));
        Receive("nyc", new RegionRoundTrip(Germany, Enough, 95));
        Assert.Equal(
            [((Germany, "fra"), 12.0), ((Germany, "nyc"), 95.0)],
            _book.Milliseconds.OrderBy(entry => entry.Value).Select(entry => (entry.Key, entry.Value)));

        Receive("fra", new RegionRoundTrip(Germany, Enough, 14), new RegionRoundTrip(Germany, 1, 900));
        Assert.Equal(14, _book.Milliseconds[(Germany, "fra")]);
    }

    [Fact]
    public void What_is_too_old_counts_as_not_measured()
    {
        Receive("fra", new RegionRoundTrip(Germany, Enough, 12), new RegionRoundTrip(Australia, Enough, 280));
        _time.Advance(LatencyBook.AgeMax);
        Receive("fra", new RegionRoundTrip(Australia, Enough, 281));
        _book.Keep(Network());
        Assert.Equal(2, _book.Milliseconds.Count);

        _time.Advance(TimeSpan.FromSeconds(1));
        _book.Keep(Network());
        Assert.Equal([((Australia, "fra"), 281.0)], _book.Milliseconds.Select(entry => (entry.Key, entry.Value)));
    }

    [Theory]
    [InlineData("u0", Enough, double.NaN)]
    [InlineData("u0", Enough, double.PositiveInfinity)]
    [InlineData("u0", Enough, -1)]
    [InlineData("u0", Enough, 0)]
    [InlineData("u0", Enough, RegionRoundTrip.MillisecondsMax + 1)]
    [InlineData("u0", int.MinValue, 10)]
    [InlineData("aa", Enough, 10)]
    [InlineData("", Enough, 10)]
    public void Nonsense_counts_for_nothing(string region, int connections, double milliseconds)
    {
        Receive("fra", new RegionRoundTrip(region, connections, milliseconds));
        _book.Restore("fra", [new MeasuredRoundTrip(region, connections < 0 ? -1 : milliseconds, Noon)]);
        Assert.Empty(_book.Milliseconds);
    }

    [Fact]
    public void Locations_that_do_not_exist_are_not_listened_to_and_those_that_are_gone_are_forgotten()
    {
        Receive("waw", new RegionRoundTrip(Germany, Enough, 12));
        Assert.Empty(_book.Milliseconds);
        Receive("fra", new RegionRoundTrip(Germany, Enough, 12));
        _book.Keep(Network() with { Locations = Network().Locations.Remove("fra") });
        Assert.Empty(_book.Milliseconds);
    }

    [Fact]
    public void What_is_remembered_is_never_newer_than_what_was_told_since_or_than_now()
    {
        Receive("fra", new RegionRoundTrip(Germany, Enough, 12));
        _book.Restore(
            "fra", [new MeasuredRoundTrip(Germany, 90, Noon), new MeasuredRoundTrip(Australia, 280, Noon.AddYears(1))]);

        Assert.Equal(
            [new MeasuredRoundTrip(Germany, 12, Noon), new MeasuredRoundTrip(Australia, 280, Noon)],
            _book.Of("fra").OrderBy(entry => entry.Milliseconds));
    }

    [Fact]
    public async Task Round_trips_survive_a_restart_of_the_control_plane_and_cost_few_writes()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("selvedge-latency-").FullName;
        try
        {
            await using var store = await SqliteResourceStore.OpenAsync(
                Path.Combine(folder, "store.db"), TimeProvider.System, cancellation: cancellation);
            var ids = 0;
            var internals = new InternalDocuments(store, () => $"id-{ids++}");
            var memory = new LatencyMemory(internals, _book, DemandPace.Default, _time);
            await memory.LoadAsync(Network(), cancellation);
            for (var step = 0; step < 100; step++)
            {
                _time.Advance(DemandPace.Default.Step);
                Receive("fra", new RegionRoundTrip(Germany, Enough, 12 + step));
                await memory.KeepAsync(cancellation);
            }

            var second = new LatencyBook(_time);
            await new LatencyMemory(internals, second, DemandPace.Default, _time).LoadAsync(Network(), cancellation);

            Assert.Equal([new MeasuredRoundTrip(Germany, 111, _time.GetUtcNow())], second.Of("fra").AsEnumerable());
            Assert.Empty(second.Of("nyc"));
            Assert.Equal(10, await store.RevisionAsync(cancellation));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Receive(string location, params RegionRoundTrip[] roundTrips) => _book.Receive(
        new NodeStatus(
            $"{location}-1", location, "i", ++_sequence, "test", TimeSpan.FromSeconds(1), 0, 0, 0, [], [], [],
            new NodeLoad(0, 0, 0, 0, 0), [])
        {
            RoundTrips = [.. roundTrips],
        },
        Network());
}
