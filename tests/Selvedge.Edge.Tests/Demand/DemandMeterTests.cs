using System.Net;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Core.Geography;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Edge.Demand;
using Selvedge.Edge.Dns;

namespace Selvedge.Edge.Tests.Demand;

public sealed class DemandMeterTests
{
    private static readonly SiteId Shop = new("default", "shop");
    private static readonly SiteId Blog = new("default", "blog");
    private static readonly Coordinates Frankfurt = new() { Latitude = 50.1, Longitude = 8.7 };
    private static readonly Coordinates Tokyo = new() { Latitude = 35.7, Longitude = 139.7 };
    private static readonly IPAddress German = IPAddress.Parse("203.0.113.9");
    private static readonly IPAddress Japanese = IPAddress.Parse("::ffff:198.51.100.9");
    private static readonly IPAddress Stranger = IPAddress.Parse("2001:db8::1");

    private readonly FakeTimeProvider _time = new();
    private ClientMap _clients = new(
        [new("203.0.113.0/24", "DE", Frankfurt), new("198.51.100.0/24", "JP", Tokyo)], CountryDatabase.Empty);

    [Fact]
    public void Requests_are_told_as_rates_by_site_and_by_the_region_of_the_client_once()
    {
        var meter = new DemandMeter(() => _clients, _time);
        Count(meter, Shop, German, 6);
        Count(meter, Shop, Japanese, 4);
        Count(meter, Shop, Stranger, 1);
        Count(meter, Blog, German, 2);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(
            [
                new RegionRequests(Shop, Geohash.Of(Frankfurt), 3), new RegionRequests(Shop, Geohash.Of(Tokyo), 2),
                new RegionRequests(Blog, Geohash.Of(Frankfurt), 1), new RegionRequests(Shop, "", 0.5),
            ],
            meter.Read().AsEnumerable());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(meter.Read());
    }

    [Fact]
    public void What_no_time_has_passed_for_is_told_later()
    {
        var meter = new DemandMeter(() => _clients, _time);
        Count(meter, Shop, German, 1);
        Assert.Empty(meter.Read());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(meter.Read());
    }

    [Fact]
    public void A_new_map_of_clients_counts_from_the_next_request_on()
    {
        var meter = new DemandMeter(() => _clients, _time);
        Count(meter, Shop, German, 1);
        _clients = new ClientMap([new("203.0.113.0/24", "JP", Tokyo)], CountryDatabase.Empty);
        Count(meter, Shop, German, 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(
            new[] { Geohash.Of(Frankfurt), Geohash.Of(Tokyo) }.Order(StringComparer.Ordinal),
            meter.Read().Select(entry => entry.Region).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Counting_allocates_nothing_once_the_region_is_known()
    {
        var meter = new DemandMeter(() => _clients, _time);
        Count(meter, Shop, German, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Count(meter, Shop, German, 1_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_status_stays_small_and_loses_no_request_of_a_site()
    {
        var many = Enumerable.Range(0, Geohash.Cells)
            .Select(cell => new RegionRequests(Shop, Geohash.NameOf(cell), 1 + cell)).ToList();

        var told = DemandMeter.Bounded(many);

        Assert.Equal((RegionRequests.RegionsMax / 2) + 1, told.Length);
        Assert.Equal(
            many.Sum(entry => entry.RequestsPerSecond), told.Sum(entry => entry.RequestsPerSecond), 1e-6);
        Assert.Equal(Geohash.NameOf(Geohash.Cells - 1), told.First(entry => entry.Region.Length > 0).Region);

        var sites = Enumerable.Range(0, 5_000)
            .Select(number => new RegionRequests(new SiteId("default", $"s{number}"), "u0", number + 1)).ToList();
        Assert.Equal(RegionRequests.RegionsMax, DemandMeter.Bounded(sites).Length);
    }

    private static void Count(DemandMeter meter, SiteId site, IPAddress client, int times)
    {
        for (var time = 0; time < times; time++)
        {
            meter.Count(site, client);
        }
    }
}
