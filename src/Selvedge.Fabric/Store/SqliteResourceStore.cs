using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Store;

/// <summary>The store in one SQLite file: write-ahead log, every commit on the disk before it is acknowledged, one
/// process at a time.</summary>
/// <remarks>It does not work on network file systems: SQLite's log needs shared memory.</remarks>
public sealed class SqliteResourceStore : IResourceStore
{
    private readonly FileStream _lock;
    private readonly RecentEvents _recent;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private bool _isDisposed;

    private SqliteResourceStore(FileStream @lock, RecentEvents recent, SqliteWriter writer, SqliteReaders readers)
    {
        _lock = @lock;
        _recent = recent;
        _writer = writer;
        _readers = readers;
    }

    /// <summary>Opens the file, or creates it readable for its owner only, and checks that it is whole.</summary>
    /// <param name="path">The file; <c>-wal</c>, <c>-shm</c> and <c>.lock</c> are put beside it. Its folder is created.
    /// </param>
    /// <param name="time">Measures commits.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StoreException">The file is damaged, in use, foreign or out of reach; the message names the
    /// fix.</exception>
    public static Task<SqliteResourceStore> OpenAsync(
        string path,
        TimeProvider time,
        SqliteStoreOptions? options = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => Open(path, time, options ?? new SqliteStoreOptions()), cancellation);

    /// <inheritdoc/>
    public ValueTask<long> RevisionAsync(CancellationToken cancellation) => new(_recent.Last);

    /// <inheritdoc/>
    public ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken cancellation) =>
        _readers.ReadAsync(reader => reader.Find(key), cancellation);

    /// <inheritdoc/>
    public ValueTask<StoredList> ListAsync(
        string resource, string? namespaceName, CancellationToken cancellation) =>
        _readers.ReadAsync(reader => reader.List(resource, namespaceName), cancellation);

    /// <inheritdoc/>
    /// <exception cref="StoreException">Nothing was written.</exception>
    public ValueTask<WriteResult> PutAsync(
        ResourceKey key, JsonElement document, long expected, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expected);
        return _writer.WriteAsync(new PendingWrite(key, VersionedDocument.Create(document), expected), cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">Nothing was written.</exception>
    public ValueTask<WriteResult> DeleteAsync(ResourceKey key, long expected, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expected);
        return _writer.WriteAsync(new PendingWrite(key, null, expected), cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreEvent> WatchAsync(
        string? resource, string? namespaceName, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool Wanted(StoredResource found) =>
            (resource is null || found.Key.Resource == resource) &&
            (namespaceName is null || found.Key.Namespace == namespaceName);

        var batch = new List<StoreEvent>();
        var position = after;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Clear();
            var changed = _recent.Changed;
            var before = position;
            if (position > _recent.Last || !_recent.TryRead(ref position, Wanted, batch))
            {
                StoreMetrics.HistoryReads.Add(1);
                position = await _readers.ReadAsync(
                    reader => reader.History(resource, before, Wanted, batch), cancellation);
            }

            foreach (var change in batch)
            {
                yield return change;
            }

            if (position == before)
            {
                await changed.WaitAsync(cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompactAsync(long upTo, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(upTo);
        await _writer.WriteAsync(new PendingWrite(null, null, upTo), cancellation);
    }

    /// <summary>Finishes the writes that wait and closes the file. Watches end with
    /// <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _writer.DisposeAsync();
        _readers.Dispose();
        _recent.Close();
        await _lock.DisposeAsync();
    }

    private static SqliteResourceStore Open(string path, TimeProvider time, SqliteStoreOptions options)
    {
        if (options.HistoryRevisionsMax < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), "At least one revision of history is kept.");
        }

        var file = new SqliteFile(path);
        var taken = file.Lock();
        try
        {
            var group = new SqliteGroup(file.OpenWriter(options));
            var recent = new RecentEvents(group.Revision);
            var writer = new SqliteWriter(file, group, recent, options, time);
            return new SqliteResourceStore(taken, recent, writer, new SqliteReaders(file));
        }
        catch (Exception error)
        {
            taken.Dispose();
            if (error is SqliteException sqlite)
            {
                throw file.Explain(sqlite);
            }

            throw;
        }
    }
}
