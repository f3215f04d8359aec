using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Node;

/// <summary>What the node serves from, for every part that asks: the last good snapshot and verdict table.</summary>
/// <remarks>One writer a field (the intake, the purge follower); any number of readers, each of which reads a field
/// once per decision.</remarks>
public sealed class NodeState(string node, string location)
{
    private volatile Snapshot _snapshot = Snapshot.Empty(location);
    private volatile VerdictTable _verdicts = VerdictTable.Empty;
    private long _purgeSequence;

    /// <summary>Raised after any of the fields below has changed. Handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>This node's name.</summary>
    public string Node { get; } = node;

    /// <summary>This node's location.</summary>
    public string Location { get; } = location;

    /// <summary>The snapshot in force.</summary>
    public Snapshot Snapshot
    {
        get => _snapshot;
        set
        {
            _snapshot = value;
            Changed?.Invoke();
        }
    }

    /// <summary>The verdict table in force.</summary>
    public VerdictTable Verdicts
    {
        get => _verdicts;
        set
        {
            _verdicts = value;
            Changed?.Invoke();
        }
    }

    /// <summary>Every purge up to this one is applied.</summary>
    public long PurgeSequence
    {
        get => Interlocked.Read(ref _purgeSequence);
        set
        {
            Interlocked.Exchange(ref _purgeSequence, value);
            Changed?.Invoke();
        }
    }
}
