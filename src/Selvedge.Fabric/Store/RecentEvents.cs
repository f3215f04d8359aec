namespace Selvedge.Fabric.Store;

/// <summary>The newest events in memory, shared by all watchers: a watcher is only a position, so a slow one costs
/// nothing and blocks nobody. Thread-safe; one writer appends.</summary>
/// <remarks>Each revision is exactly one event, so a position is found by subtraction.</remarks>
internal sealed class RecentEvents(long revision)
{
    private readonly Lock _lock = new();
    private readonly Queue<(StoreEvent Event, int Bytes)> _events = new();
    private long _bytes;
    private long _last = revision;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>The newest revision that watchers may see.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Completes at the next append. Take it before reading, so that none is missed.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Adds the events of one commit, in order, and wakes the watchers.</summary>
    public void Append(IReadOnlyList<(StoreEvent Event, int Bytes)> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var entry in events)
            {
                _events.Enqueue(entry);
                _bytes += entry.Bytes;
            }

            while (_events.Count > StoreLimits.RecentEventsMax || _bytes > StoreLimits.RecentBytesMax)
            {
                _bytes -= _events.Dequeue().Bytes;
            }

            Volatile.Write(ref _last, events[^1].Event.Resource.Revision);
        }

        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    /// <summary>Drops what is compacted away, so that memory and file agree on what is gone.</summary>
    public void Forget(long upTo)
    {
        lock (_lock)
        {
            while (_events.Count > 0 && _last - _events.Count < upTo)
            {
                _bytes -= _events.Dequeue().Bytes;
            }
        }
    }

    /// <summary>Wakes the watchers for the last time.</summary>
    public void Close() => Volatile.Read(ref _changed).TrySetException(new ObjectDisposedException("store"));

    /// <summary>Takes what follows a position.</summary>
    /// <param name="after">The position; moved past all that was looked at, wanted or not.</param>
    /// <param name="wanted">Chooses events.</param>
    /// <param name="into">Receives at most <see cref="StoreLimits.WatchBatchMax"/> events.</param>
    /// <returns>False: the position is older than what is kept; read the history.</returns>
    public bool TryRead(ref long after, Func<StoredResource, bool> wanted, List<StoreEvent> into)
    {
        lock (_lock)
        {
            var skip = after - (_last - _events.Count);
            if (skip < 0)
            {
                return false;
            }

            foreach (var (entry, _) in _events.Skip((int)Math.Min(skip, _events.Count)))
            {
                after = entry.Resource.Revision;
                if (wanted(entry.Resource))
                {
                    into.Add(entry);
                    if (into.Count == StoreLimits.WatchBatchMax)
                    {
                        break;
                    }
                }
            }

            return true;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
