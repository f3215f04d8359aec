using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Geography;
using Selvedge.Core.Nodes;
using Selvedge.Core.Placement;

namespace Selvedge.Control.Placement;

/// <summary>What the clients of each namespace ask for, from the nodes' statuses.</summary>
/// <remarks>Thread-safe. A status tells a rate since the one before it; the node's own clock tells how long that was,
/// so that a lost status costs little and a node's wrong time of day nothing.</remarks>
public sealed class DemandBook(DemandPace pace, TimeProvider time)
{
    /// <summary>Longer silences say nothing of what was served meanwhile.</summary>
    private static readonly TimeSpan GapMax = TimeSpan.FromMinutes(1);

    private readonly long _began = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Instance, TimeSpan UpFor)> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DemandWindow> _windows = new(StringComparer.Ordinal);

    // Fewer than one request a status is the rule, so that parts of requests are carried on to the next one.
    private readonly Dictionary<(string Namespace, string Region), double> _rest = [];

    /// <summary>Whether it has listened for a whole step: until then no demand does not mean that there is
    /// none.</summary>
    public bool IsKnown => time.GetElapsedTime(_began) >= 2 * pace.Step;

    /// <summary>Counts what a status tells. Clients whose place is not known count as near the location that served
    /// them: nothing else is known of them.</summary>
    public void Receive(NodeStatus status, NetworkDocuments documents)
    {
        if (!documents.Locations.TryGetValue(status.Location, out var location))
        {
            return;
        }

        lock (_gate)
        {
            var known = _nodes.TryGetValue(status.Node, out var before) && before.Instance == status.Instance;
            if (known && status.UpFor <= before.UpFor)
            {
                return;
            }

            _nodes[status.Node] = (status.Instance, status.UpFor);
            var gap = known ? status.UpFor - before.UpFor : status.UpFor;
            if (gap > GapMax)
            {
                return;
            }

            foreach (var entry in status.Demand)
            {
                if (documents.Sites.ContainsKey(entry.Site))
                {
                    var region = entry.Region.Length > 0 ? entry.Region : Geohash.Of(location.Spec.Coordinates);
                    Add(entry.Site.Namespace, region, entry.RequestsPerSecond * gap.TotalSeconds);
                }
            }
        }
    }

    /// <summary>The demand of a namespace; without regions where nothing is known.</summary>
    public DemandReading Read(string space, PlacementConstraints constraints)
    {
        lock (_gate)
        {
            return _windows.TryGetValue(space, out var window)
                ? window.Read(time.GetUtcNow(), constraints)
                : new DemandReading([], TimeSpan.Zero);
        }
    }

    /// <summary>What was counted in a namespace since a moment.</summary>
    public ImmutableArray<DemandCount> Counts(string space, DateTimeOffset since)
    {
        lock (_gate)
        {
            return _windows.TryGetValue(space, out var window) ? window.Counts(since) : [];
        }
    }

    /// <summary>Adds what was remembered.</summary>
    public void Restore(string space, IEnumerable<DemandCount> counts)
    {
        lock (_gate)
        {
            foreach (var count in counts)
            {
                WindowOf(space).TryAdd(count.Geohash, count.Requests, count.At);
            }
        }
    }

    /// <summary>Forgets namespaces without sites.</summary>
    public void Keep(IReadOnlySet<string> namespaces)
    {
        lock (_gate)
        {
            foreach (var gone in _windows.Keys.Where(space => !namespaces.Contains(space)).ToList())
            {
                _windows.Remove(gone);
            }

            foreach (var gone in _rest.Keys.Where(key => !namespaces.Contains(key.Namespace)).ToList())
            {
                _rest.Remove(gone);
            }
        }
    }

    private void Add(string space, string region, double requests)
    {
        // Whatever a node says: no number of ours is made of nonsense.
        if (requests is not (> 0 and <= DemandWindow.RequestsMax) || !Geohash.TryMiddle(region, out _))
        {
            return;
        }

        var sum = requests + _rest.GetValueOrDefault((space, region));
        var whole = (long)Math.Floor(sum + 1e-9);
        _rest[(space, region)] = Math.Max(0, sum - whole);
        if (whole > 0)
        {
            WindowOf(space).TryAdd(region, whole, time.GetUtcNow());
        }
    }

    private DemandWindow WindowOf(string space)
    {
        if (!_windows.TryGetValue(space, out var window))
        {
            _windows[space] = window = new DemandWindow(pace);
        }

        return window;
    }
}
