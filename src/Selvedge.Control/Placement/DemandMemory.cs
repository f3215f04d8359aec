using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Control.Documents;
using Selvedge.Core.Placement;

namespace Selvedge.Control.Placement;

/// <summary>Keeps the demand of placed namespaces across restarts: a value for each 32 steps, of which only the newest
/// is ever written anew, so that a step costs a few kilobytes.</summary>
internal sealed class DemandMemory(InternalDocuments memory, DemandBook book, DemandPace pace, TimeProvider time)
{
    private const int PartSteps = 32;

    // One more would hold what the window has forgotten: 24 times 32 steps are its 721 and a part.
    private const int Parts = 24;

    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);
    private long _keptUntil;

    /// <summary>Takes up what was kept of a namespace, once.</summary>
    public async Task LoadAsync(string space, CancellationToken cancellation)
    {
        if (!_loaded.Add(space))
        {
            return;
        }

        var kept = new List<DemandCount>();
        for (var part = 0; part < Parts; part++)
        {
            if (await memory.ReadAsync<KeptDemand>(Name(space, part), cancellation) is { } found)
            {
                kept.AddRange(found.Counts);
            }
        }

        book.Restore(space, kept.OrderBy(count => count.At));
    }

    /// <summary>Keeps what was counted, where a step has ended since the last time.</summary>
    public async Task KeepAsync(IReadOnlyCollection<string> namespaces, CancellationToken cancellation)
    {
        var step = time.GetUtcNow().UtcTicks / pace.Step.Ticks;
        if (step == _keptUntil)
        {
            return;
        }

        var last = step - 1;
        var first = _keptUntil == 0 ? last : _keptUntil;
        foreach (var space in namespaces)
        {
            for (var part = first / PartSteps; part <= last / PartSteps; part++)
            {
                var begin = new DateTimeOffset(part * PartSteps * pace.Step.Ticks, TimeSpan.Zero);
                var end = begin + (PartSteps * pace.Step);
                ImmutableArray<DemandCount> counts =
                    [.. book.Counts(space, begin).Where(count => count.At < end)];
                if (!counts.IsEmpty)
                {
                    await memory.WriteAsync(Name(space, (int)(part % Parts)), new KeptDemand(counts), cancellation);
                }
            }
        }

        _keptUntil = step;
    }

    private static string Name(string space, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"demand.{space}.{part}");

    private sealed record KeptDemand(ImmutableArray<DemandCount> Counts);
}
