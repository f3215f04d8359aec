using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Geography;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Dns;

namespace Selvedge.Edge.Demand;

/// <summary>How far the clients of each region are: the median of what the kernel measured of the latest connections
/// from there. A median, since half of a region's connections would have to lie before it is wrong.</summary>
public sealed class RoundTripMeter
{
    /// <summary>Connections that a median is made of. Beyond some tens it hardly changes, and all cells of the Earth
    /// take no more than a megabyte.</summary>
    internal const int SamplesMax = 64;

    /// <summary>Older connections say nothing of now: routes stay for days, but evenings are not mornings.</summary>
    internal static readonly TimeSpan AgeMax = TimeSpan.FromHours(1);

    private readonly ClientCells _cells;
    private readonly TimeProvider _time;
    private readonly Samples?[] _samples = new Samples?[Geohash.Cells];

    /// <summary>Knows nothing yet.</summary>
    /// <param name="dns">Knows where clients are, as its answers say.</param>
    /// <param name="time">For ages.</param>
    public RoundTripMeter(DnsServer dns, TimeProvider time)
        : this(() => dns.Clients, time)
    {
    }

    /// <summary>Knows nothing yet.</summary>
    internal RoundTripMeter(Func<ClientMap> clients, TimeProvider time) =>
        (_cells, _time) = (new ClientCells(clients), time);

    /// <summary>Takes in one connection. Called by any thread. Clients whose place is not known tell nothing, and
    /// neither does what cannot be a round trip.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="roundTrip">As it was measured.</param>
    public void Add(IPAddress client, TimeSpan roundTrip)
    {
        var cell = _cells.Of(client);
        if (cell == ClientCells.Unknown
            || roundTrip.TotalMilliseconds is not (> 0 and <= RegionRoundTrip.MillisecondsMax))
        {
            return;
        }

        var samples = Volatile.Read(ref _samples[cell])
            ?? Interlocked.CompareExchange(ref _samples[cell], new Samples(), null) ?? _samples[cell]!;
        samples.Add(roundTrip.TotalMilliseconds, _time.GetTimestamp());
    }

    /// <summary>The regions that a connection came from since the last reading; at most
    /// <see cref="RegionRoundTrip.RegionsMax"/>, those of the most connections first. One reader.</summary>
    public ImmutableArray<RegionRoundTrip> Read()
    {
        var found = new List<RegionRoundTrip>();
        for (var cell = 0; cell < _samples.Length; cell++)
        {
            if (Volatile.Read(ref _samples[cell])?.Take(_time) is { Length: > 0 } samples)
            {
                found.Add(new RegionRoundTrip(
                    Geohash.NameOf(cell), samples.Length, Math.Round(samples[samples.Length / 2], 2)));
            }
        }

        return
        [
            .. found.OrderByDescending(entry => entry.Connections)
                .ThenBy(entry => entry.Region, StringComparer.Ordinal).Take(RegionRoundTrip.RegionsMax),
        ];
    }

    /// <summary>The latest connections of one cell, in a ring.</summary>
    private sealed class Samples
    {
        private readonly Lock _gate = new();
        private readonly (double Milliseconds, long At)[] _ring = new (double, long)[SamplesMax];
        private int _next;
        private int _count;
        private bool _isNew;

        public void Add(double milliseconds, long at)
        {
            lock (_gate)
            {
                _ring[_next] = (milliseconds, at);
                _next = (_next + 1) % SamplesMax;
                _count = Math.Min(SamplesMax, _count + 1);
                _isNew = true;
            }
        }

        /// <summary>Sorted; null where none has come since the last time.</summary>
        public double[]? Take(TimeProvider time)
        {
            lock (_gate)
            {
                if (!_isNew)
                {
                    return null;
                }

                _isNew = false;
                return
                [
                    .. _ring.Take(_count).Where(sample => time.GetElapsedTime(sample.At) <= AgeMax)
                        .Select(sample => sample.Milliseconds).Order(),
                ];
            }
        }
    }
}
