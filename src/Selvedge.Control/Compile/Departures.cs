using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Compile;

/// <summary>Places that users may still be sent to although the plan no longer names them: stop routing, wait out TTL
/// and drain, only then stop.</summary>
/// <remarks>Not thread-safe: the publisher is its only user.</remarks>
public sealed class Departures(TimeProvider time)
{
    /// <summary>Requests under way when the last cached answer expires may last this long.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(SiteId Site, string Location), long> _lastServed = [];

    /// <summary>The places to keep for now.</summary>
    /// <param name="table">The verdicts in force.</param>
    /// <param name="timeToLive">The TTL of a site's answers; null for a site that is gone.</param>
    public IReadOnlySet<(SiteId Site, string Location)> Now(VerdictTable table, Func<SiteId, TimeSpan?> timeToLive)
    {
        foreach (var verdict in table.Verdicts.Where(verdict => verdict.Serviceable))
        {
            _lastServed[(verdict.Site, verdict.Location)] = time.GetTimestamp();
        }

        foreach (var (place, at) in _lastServed.ToList())
        {
            if (timeToLive(place.Site) is not { } ttl || time.GetElapsedTime(at) > ttl + Drain)
            {
                _lastServed.Remove(place);
            }
        }

        return _lastServed.Keys.ToHashSet();
    }
}
