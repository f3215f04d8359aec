using System.Collections.Immutable;

namespace Selvedge.Edge.Dns;

/// <summary>Publishes tables through one reference, and frees one only when no reader can still be using it.</summary>
/// <remarks>Each publication has a number. A reader notes the newest number before it takes the table. The table that a
/// publication replaced is free once every reader has noted that number or a later one, or is not reading.</remarks>
internal sealed class TablePublisher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly List<(NameTable Names, long Publication)> _retired = [];
    private readonly QueryTally _departed = new();
    private ImmutableArray<ReaderSlot> _readers = [];
    private volatile AnswerTable _current;
    private long _publication = 1;

    /// <summary>Publishes a first table.</summary>
    internal TablePublisher(AnswerTable first, TimeProvider time)
    {
        _current = first;
        _time = time;
    }

    /// <summary>The table in force. Only to be read between a reader's enter and exit.</summary>
    internal AnswerTable Current => _current;

    /// <summary>The number of the newest publication; from 1.</summary>
    internal long Publication => Interlocked.Read(ref _publication);

    /// <summary>Tables that wait for a reader.</summary>
    internal int RetiredCount
    {
        get
        {
            lock (_gate)
            {
                return _retired.Count;
            }
        }
    }

    /// <summary>Adds a reader.</summary>
    internal ReaderSlot Join()
    {
        var reader = new ReaderSlot(this);
        lock (_gate)
        {
            _readers = _readers.Add(reader);
        }

        return reader;
    }

    /// <summary>Removes a reader; what it counted stays.</summary>
    internal void Leave(ReaderSlot reader)
    {
        lock (_gate)
        {
            if (_readers.Contains(reader))
            {
                _readers = _readers.Remove(reader);
                _departed.Add(reader.Tally);
            }
        }
    }

    /// <summary>The tallies of all readers, those that have left in one.</summary>
    internal ImmutableArray<QueryTally> Tallies()
    {
        lock (_gate)
        {
            return [_departed, .. _readers.Select(reader => reader.Tally)];
        }
    }

    /// <summary>Swaps a table in, waits shortly for the readers of the old one, and frees what can be freed.</summary>
    internal void Publish(AnswerTable next)
    {
        lock (_gate)
        {
            var before = _current;
            _current = next;
            var publication = Interlocked.Increment(ref _publication);
            if (!ReferenceEquals(before.Names, next.Names))
            {
                _retired.Add((before.Names, publication));
            }

            var start = _time.GetTimestamp();
            var spin = default(SpinWait);
            while (!FreeRetired() && _time.GetElapsedTime(start) < Limits.ReaderWait)
            {
                spin.SpinOnce();
            }
        }
    }

    /// <summary>Frees everything. Every reader must have left or ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (names, _) in _retired)
            {
                names.Dispose();
            }

            _retired.Clear();
            _current.Names.Dispose();
        }
    }

    private bool FreeRetired()
    {
        for (var index = _retired.Count - 1; index >= 0; index--)
        {
            var (names, publication) = _retired[index];
            if (_readers.All(reader => reader.Seen is var seen && (seen == 0 || seen >= publication)))
            {
                names.Dispose();
                _retired.RemoveAt(index);
            }
        }

        return _retired.Count == 0;
    }
}
