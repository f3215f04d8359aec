using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Geography;
using Selvedge.Core.Nodes;

namespace Selvedge.Control.Placement;

/// <summary>How far the clients of each region are from each location, as far as nodes have measured it of enough
/// connections and lately. Of several nodes of a location the last one that told counts.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class LatencyBook(TimeProvider time)
{
    /// <summary>A median of fewer connections hangs on who happened to come.</summary>
    public const int ConnectionsMin = 20;

    /// <summary>What is older counts as not measured. Nothing more is measured at a place that was left, so a day later
    /// it may be tried again; less would have plans try it over and over.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Geohash, string Location), DateTimeOffset> _measuredAt = [];
    private ImmutableDictionary<(string Geohash, string Location), double> _milliseconds =
        ImmutableDictionary<(string Geohash, string Location), double>.Empty;

    /// <summary>The round trips in milliseconds, by region's geohash and location's name.</summary>
    public ImmutableDictionary<(string Geohash, string Location), double> Milliseconds
    {
        get
        {
            lock (_gate)
            {
                return _milliseconds;
            }
        }
    }

    /// <summary>Takes in what a status tells.</summary>
    public void Receive(NodeStatus status, NetworkDocuments documents)
    {
        if (!documents.Locations.ContainsKey(status.Location))
        {
            return;
        }

        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var entry in status.RoundTrips.Where(entry => entry.Connections >= ConnectionsMin))
            {
                Take(status.Location, entry.Region, entry.Milliseconds, now);
            }
        }
    }

    /// <summary>What is known of a location, by region.</summary>
    public ImmutableArray<MeasuredRoundTrip> Of(string location)
    {
        lock (_gate)
        {
            return
            [
                .. _measuredAt.Where(entry => entry.Key.Location == location)
                    .OrderBy(entry => entry.Key.Geohash, StringComparer.Ordinal)
                    .Select(entry => new MeasuredRoundTrip(
                        entry.Key.Geohash, _milliseconds[entry.Key], entry.Value)),
            ];
        }
    }

    /// <summary>Adds what was remembered of a location; what was measured since is newer.</summary>
    public void Restore(string location, IEnumerable<MeasuredRoundTrip> remembered)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var entry in remembered.Where(entry => !_measuredAt.ContainsKey((entry.Geohash, location))))
            {
                // A clock that was set back meanwhile makes nothing younger than now.
                Take(location, entry.Geohash, entry.Milliseconds, entry.At < now ? entry.At : now);
            }
        }
    }

    /// <summary>Forgets what is too old, and locations that are gone.</summary>
    public void Keep(NetworkDocuments documents)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var gone in _measuredAt.Where(entry => now - entry.Value > AgeMax
                || !documents.Locations.ContainsKey(entry.Key.Location)).Select(entry => entry.Key).ToList())
            {
                _measuredAt.Remove(gone);
                _milliseconds = _milliseconds.Remove(gone);
            }
        }
    }

    private void Take(string location, string region, double milliseconds, DateTimeOffset at)
    {
        // Whatever a node says: no number of ours is made of nonsense.
        if (milliseconds is > 0 and <= RegionRoundTrip.MillisecondsMax && Geohash.TryMiddle(region, out _))
        {
            _measuredAt[(region, location)] = at;
            _milliseconds = _milliseconds.SetItem((region, location), milliseconds);
        }
    }
}
