using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Geography;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Edge.Dns;

namespace Selvedge.Edge.Demand;

/// <summary>Counts the requests of each site by its clients' region, and tells them as rates. Counting takes no lock
/// and, once a site's region is known, allocates nothing.</summary>
public sealed class DemandMeter
{
    private readonly ClientCells _cells;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<SiteId, ConcurrentDictionary<int, Cell>> _sites = new();
    private long _readAt;

    /// <summary>Counts nothing yet.</summary>
    /// <param name="dns">Knows where clients are, as its answers say.</param>
    /// <param name="time">For intervals.</param>
    public DemandMeter(DnsServer dns, TimeProvider time)
        : this(() => dns.Clients, time)
    {
    }

    /// <summary>Counts nothing yet.</summary>
    internal DemandMeter(Func<ClientMap> clients, TimeProvider time)
    {
        (_cells, _time) = (new ClientCells(clients), time);
        _readAt = time.GetTimestamp();
    }

    /// <summary>Counts one request.</summary>
    /// <param name="site">Of which site.</param>
    /// <param name="client">Whose.</param>
    public void Count(SiteId site, IPAddress client)
    {
        var cells = _sites.GetOrAdd(site, static _ => new ConcurrentDictionary<int, Cell>());
        Interlocked.Increment(ref cells.GetOrAdd(_cells.Of(client), static _ => new Cell()).Requests);
    }

    /// <summary>What was counted since the last reading. One reader.</summary>
    public ImmutableArray<RegionRequests> Read()
    {
        var now = _time.GetTimestamp();
        var seconds = _time.GetElapsedTime(_readAt, now).TotalSeconds;
        if (seconds <= 0)
        {
            // They are told with the next reading.
            return [];
        }

        _readAt = now;
        var found = new List<RegionRequests>();
        foreach (var (site, cells) in _sites)
        {
            foreach (var (cell, count) in cells)
            {
                if (Interlocked.Exchange(ref count.Requests, 0) is var requests and > 0)
                {
                    found.Add(new RegionRequests(site, Name(cell), requests / seconds));
                }
            }
        }

        return Bounded(found);
    }

    /// <summary>At most <see cref="RegionRequests.RegionsMax"/> entries: where there are more, the larger half of them
    /// stays and the rest is counted to each site's unknown region; sites beyond that are not told.</summary>
    internal static ImmutableArray<RegionRequests> Bounded(IReadOnlyCollection<RegionRequests> all)
    {
        var sorted = Sorted(all).ToList();
        if (sorted.Count <= RegionRequests.RegionsMax)
        {
            return [.. sorted];
        }

        const int Half = RegionRequests.RegionsMax / 2;
        var large = sorted.Take(Half).Where(entry => entry.Region.Length > 0).ToList();
        var rest = sorted.Except(large).GroupBy(entry => entry.Site)
            .Select(site => new RegionRequests(site.Key, "", site.Sum(entry => entry.RequestsPerSecond)));
        return [.. Sorted([.. large, .. Sorted([.. rest]).Take(RegionRequests.RegionsMax - large.Count)])];
    }

    private static IOrderedEnumerable<RegionRequests> Sorted(IReadOnlyCollection<RegionRequests> all) => all
        .OrderByDescending(entry => entry.RequestsPerSecond)
        .ThenBy(entry => entry.Site)
        .ThenBy(entry => entry.Region, StringComparer.Ordinal);

    private static string Name(int cell) => cell == ClientCells.Unknown ? "" : Geohash.NameOf(cell);

    private sealed class Cell
    {
        public long Requests;
    }
}
