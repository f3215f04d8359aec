using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Selvedge.Fabric.Store;

/// <summary>The one writer: takes what waits, applies it in one transaction, and answers only after the commit.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(StoreLimits.QueuedWritesMax) { SingleReader = true });

    private readonly SqliteFile _file;
    private readonly SqliteGroup _group;
    private readonly RecentEvents _recent;
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly List<PendingWrite> _writes = [];
    private readonly List<WriteResult> _results = [];
    private readonly Task _loop;

    public SqliteWriter(
        SqliteFile file, SqliteGroup group, RecentEvents recent, SqliteStoreOptions options, TimeProvider time)
    {
        _file = file;
        _group = group;
        _recent = recent;
        _options = options;
        _time = time;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Puts a write in the queue and waits for its commit.</summary>
    /// <exception cref="StoreException">It did not happen.</exception>
    public async ValueTask<WriteResult> WriteAsync(PendingWrite write, CancellationToken cancellation)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellation);
        }
        catch (ChannelClosedException error)
        {
            throw new ObjectDisposedException("The store is closed.", error);
        }

        return await write.Done.WaitAsync(cancellation);
    }

    /// <summary>Finishes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _group.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_writes.Count < StoreLimits.GroupWritesMax && _queue.Reader.TryRead(out var write))
            {
                _writes.Add(write);
            }

            CommitGroup();
            _writes.Clear();
            CompactOldest();
        }
    }

    private void CommitGroup()
    {
        _results.Clear();
        var started = _time.GetTimestamp();
        try
        {
            _group.Begin();
            foreach (var write in _writes)
            {
                _results.Add(_group.Apply(write));
            }

            _recent.Append(_group.Commit());
            _recent.Forget(_group.Compacted);
        }
        catch (Exception error)
        {
            FailGroup(error);
            return;
        }

        StoreMetrics.CommitSeconds.Record(_time.GetElapsedTime(started).TotalSeconds);
        for (var i = 0; i < _writes.Count; i++)
        {
            var outcome = new KeyValuePair<string, object?>("outcome", _results[i].Outcome.ToString());
            StoreMetrics.Writes.Add(1, outcome);
            _writes[i].Answer(_results[i]);
        }
    }

    // Whatever went wrong, the loop goes on: the next group may find the disk mended.
    private void FailGroup(Exception error)
    {
        TryRollback();
        var explained = error is SqliteException sqlite ? _file.Explain(sqlite) : error;
        foreach (var write in _writes)
        {
            write.Fail(explained);
        }
    }

    private void CompactOldest()
    {
        var slack = Math.Max(1, _options.HistoryRevisionsMax / StoreLimits.CompactShareDivisor);
        if (_group.Revision - _group.Compacted < _options.HistoryRevisionsMax + slack)
        {
            return;
        }

        try
        {
            _group.Begin();
            _group.Compact(_group.Revision - _options.HistoryRevisionsMax);
            _group.Commit();
            _recent.Forget(_group.Compacted);
        }
        catch (SqliteException error)
        {
            // Nobody waits for this. It is counted, and tried again after the next write.
            _ = _file.Explain(error);
            TryRollback();
        }
    }

    private void TryRollback()
    {
        try
        {
            _group.Rollback();
        }
        catch (SqliteException error)
        {
            // The next group's BEGIN fails too, and says so to its writers.
            _ = _file.Explain(error);
        }
    }
}
