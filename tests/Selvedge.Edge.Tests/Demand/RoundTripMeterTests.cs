using System.Net;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Core.Geography;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Demand;
using Selvedge.Edge.Dns;

namespace Selvedge.Edge.Tests.Demand;

public sealed class RoundTripMeterTests
{
    private static readonly Coordinates Frankfurt = new() { Latitude = 50.1, Longitude = 8.7 };
    private static readonly Coordinates Tokyo = new() { Latitude = 35.7, Longitude = 139.7 };
    private static readonly IPAddress German = IPAddress.Parse("203.0.113.9");
    private static readonly IPAddress Japanese = IPAddress.Parse("::ffff:198.51.100.9");
    private static readonly ClientMap Clients = new(
        [new("203.0.113.0/24", "DE", Frankfurt), new("198.51.100.0/24", "JP", Tokyo)], CountryDatabase.Empty);

    private readonly FakeTimeProvider _time = new();
    private readonly RoundTripMeter _meter;

    public RoundTripMeterTests() => _meter = new RoundTripMeter(() => Clients, _time);

    [Fact]
    public void Each_region_has_the_median_of_its_connections_and_is_told_once()
    {
        Add(German, 12, 900, 11.129, 10, 900);
        Add(Japanese, 250);

        Assert.Equal(
            [new RegionRoundTrip(Geohash.Of(Frankfurt), 5, 12), new RegionRoundTrip(Geohash.Of(Tokyo), 1, 250)],
            _meter.Read().AsEnumerable());
        Assert.Empty(_meter.Read());
        Add(German, 11.129, 11.129);
        Assert.Equal([new RegionRoundTrip(Geohash.Of(Frankfurt), 7, 11.13)], _meter.Read().AsEnumerable());
    }

    [Fact]
    public void Only_the_latest_connections_count()
    {
        Add(German, 500);
        _time.Advance(RoundTripMeter.AgeMax + TimeSpan.FromSeconds(1));
        Add(German, 20);
        Assert.Equal([new RegionRoundTrip(Geohash.Of(Frankfurt), 1, 20)], _meter.Read().AsEnumerable());

        Add(German, [.. Enumerable.Repeat(30.0, RoundTripMeter.SamplesMax)]);
        Assert.Equal(
            [new RegionRoundTrip(Geohash.Of(Frankfurt), RoundTripMeter.SamplesMax, 30)], _meter.Read().AsEnumerable());
    }

    [Fact]
    public void Clients_of_unknown_place_and_what_is_no_round_trip_tell_nothing()
    {
        Add(IPAddress.Parse("2001:db8::1"), 20);
        Add(IPAddress.Loopback, 20);
        Add(German, 0, -1, RegionRoundTrip.MillisecondsMax + 1);
        Assert.Empty(_meter.Read());
    }

    [Fact]
    public void A_status_stays_small_and_tells_of_those_regions_that_most_came_from()
    {
        var map = new ClientMap(
            [
                .. Enumerable.Range(0, Geohash.Cells).Select(cell => new ClientNetwork(
                    $"10.{cell / 256}.{cell % 256}.0/24", "DE", Middle(cell))),
            ],
            CountryDatabase.Empty);
        var meter = new RoundTripMeter(() => map, _time);
        for (var cell = 0; cell < Geohash.Cells; cell++)
        {
            meter.Add(IPAddress.Parse($"10.{cell / 256}.{cell % 256}.1"), TimeSpan.FromMilliseconds(5));
        }

        meter.Add(IPAddress.Parse("10.3.255.2"), TimeSpan.FromMilliseconds(5));

        var told = meter.Read();
        Assert.Equal(RegionRoundTrip.RegionsMax, told.Length);
        Assert.Equal(new RegionRoundTrip(Geohash.NameOf(Geohash.Cells - 1), 2, 5), told[0]);
    }

    [Fact]
    public void Adding_allocates_nothing_once_the_region_is_known_and_any_thread_may()
    {
        Add(German, 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 1_000; time++)
        {
            _meter.Add(German, TimeSpan.FromMilliseconds(20));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Parallel.For(0, 10_000, _ => _meter.Add(Japanese, TimeSpan.FromMilliseconds(200)));
        Assert.Equal(RoundTripMeter.SamplesMax, _meter.Read().Single(entry => entry.Milliseconds > 100).Connections);
    }

    private static Coordinates Middle(int cell)
    {
        Assert.True(Geohash.TryMiddle(Geohash.NameOf(cell), out var middle));
        return middle;
    }

    private void Add(IPAddress client, params double[] milliseconds)
    {
        foreach (var value in milliseconds)
        {
            _meter.Add(client, TimeSpan.FromMilliseconds(value));
        }
    }
}
