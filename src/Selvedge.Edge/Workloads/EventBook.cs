using System.Collections.Immutable;
using Selvedge.Core.Nodes;

namespace Selvedge.Edge.Workloads;

/// <summary>What happened to a pod lately. The same thing again counts instead of filling the book.</summary>
internal sealed class EventBook
{
    private ImmutableArray<PodEvent> _events = [];
    private long _number;

    /// <summary>In order of their numbers.</summary>
    public ImmutableArray<PodEvent> Events => _events;

    /// <summary>Writes one down.</summary>
    public void Add(DateTimeOffset at, bool warning, string reason, string message)
    {
        for (var index = 0; index < _events.Length; index++)
        {
            if (_events[index] is var known && known.Reason == reason && known.Message == message)
            {
                _events = _events.SetItem(index, known with { At = at, Count = known.Count + 1 });
                return;
            }
        }

        var kept = _events.Length < Limits.EventsKept ? _events : _events.RemoveAt(0);
        _events = kept.Add(new PodEvent(++_number, at, warning, reason, message, 1));
    }
}
