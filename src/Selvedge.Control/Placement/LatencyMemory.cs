using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Placement;

namespace Selvedge.Control.Placement;

/// <summary>Keeps measured round trips across restarts: a value for each location, written anew once in ten steps where
/// anything was measured. What was told since is lost, and soon told again.</summary>
internal sealed class LatencyMemory(InternalDocuments memory, LatencyBook book, DemandPace pace, TimeProvider time)
{
    /// <summary>Medians hardly move within 20 minutes, and a location with clients in a hundred regions writes some
    /// kilobytes.</summary>
    private const int StepsBetween = 10;

    private readonly Dictionary<string, ImmutableArray<MeasuredRoundTrip>> _kept = new(StringComparer.Ordinal);
    private long _keptAt = time.GetUtcNow().UtcTicks / pace.Step.Ticks;

    /// <summary>Takes up what was kept of each location, once.</summary>
    public async Task LoadAsync(NetworkDocuments documents, CancellationToken cancellation)
    {
        foreach (var location in documents.Locations.Keys.Where(location => !_kept.ContainsKey(location)))
        {
            var found = await memory.ReadAsync<KeptLatency>(Name(location), cancellation);
            book.Restore(location, found?.RoundTrips ?? []);
            _kept[location] = found?.RoundTrips ?? [];
        }
    }

    /// <summary>Keeps what is known by now, where enough steps have ended since the last time.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        var step = time.GetUtcNow().UtcTicks / pace.Step.Ticks;
        if (Math.Abs(step - _keptAt) < StepsBetween)
        {
            return;
        }

        foreach (var (location, before) in _kept.ToList())
        {
            var now = book.Of(location);
            if (!now.SequenceEqual(before))
            {
                await memory.WriteAsync(Name(location), new KeptLatency(now), cancellation);
                _kept[location] = now;
            }
        }

        _keptAt = step;
    }

    private static string Name(string location) => $"latency.{location}";

    private sealed record KeptLatency(ImmutableArray<MeasuredRoundTrip> RoundTrips);
}
