using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Selvedge.Fabric.Store;

/// <summary>The pool of reading connections, opened as they are needed.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private readonly SemaphoreSlim _free = new(StoreLimits.ReadersMax);
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Reads with a connection of the pool.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteReader, T> read, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteResourceStore));
        await _free.WaitAsync(cancellation);
        SqliteReader? reader = null;
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteResourceStore));
            if (!_idle.TryTake(out reader))
            {
                reader = new SqliteReader(file.OpenReader());
            }

            return read(reader);
        }
        catch (SqliteException error)
        {
            // A connection that failed may be in any state: the next caller gets a fresh one.
            reader?.Dispose();
            reader = null;
            throw file.Explain(error);
        }
        finally
        {
            if (reader is not null)
            {
                _idle.Add(reader);
            }

            _free.Release();
        }
    }

    /// <summary>Closes once the running reads have ended.</summary>
    public void Dispose()
    {
        _isClosed = true;
        for (var i = 0; i < StoreLimits.ReadersMax; i++)
        {
            _free.Wait();
        }

        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _free.Release(StoreLimits.ReadersMax);
    }
}
