using System.Text.Json;
using Microsoft.Data.Sqlite;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Store;

/// <summary>Applies writes to the writer's connection, many in one transaction. Used by one thread at a time.</summary>
internal sealed class SqliteGroup : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _forget;
    private readonly SqliteCommand _advance;
    private readonly List<(StoreEvent Event, int Bytes)> _events = [];
    private long _revision;
    private long _compacted;

    public SqliteGroup(SqliteConnection connection)
    {
        _connection = connection;
        _find = Prepare(
            "SELECT revision, document FROM present WHERE resource = $1 AND namespace = $2 AND name = $3", 3);
        _put = Prepare(
            "INSERT INTO present (resource, namespace, name, revision, document) VALUES ($1, $2, $3, $4, $5) " +
            "ON CONFLICT DO UPDATE SET revision = $4, document = $5",
            5);
        _delete = Prepare("DELETE FROM present WHERE resource = $1 AND namespace = $2 AND name = $3", 3);
        _record = Prepare(
            "INSERT INTO history (resource, namespace, name, revision, document, kind) " +
            "VALUES ($1, $2, $3, $4, $5, $6)",
            6);
        _forget = Prepare("DELETE FROM history WHERE revision <= $1", 1);
        _advance = Prepare("UPDATE state SET revision = $1, compacted = $2", 2);
        (Revision, Compacted) = ReadState();
    }

    /// <summary>The newest durable revision.</summary>
    public long Revision { get; private set; }

    /// <summary>The history up to here is durably gone.</summary>
    public long Compacted { get; private set; }

    /// <summary>Starts a transaction.</summary>
    public void Begin()
    {
        _events.Clear();
        _revision = Revision;
        _compacted = Compacted;
        SqliteFile.Execute(_connection, "BEGIN IMMEDIATE");
    }

    /// <summary>Applies one write. Its result counts only after <see cref="Commit"/>.</summary>
    public WriteResult Apply(PendingWrite write)
    {
        if (write.Key is null)
        {
            Compact(Math.Min(write.Revision, _revision));
            return PendingWrite.Compacted;
        }

        var now = Find(write.Key);
        if (write.Document is null)
        {
            return Delete(write.Key, now, write.Revision);
        }

        if (now is null && write.Revision != 0)
        {
            return new WriteResult(WriteOutcome.NotFound, null);
        }

        if ((now?.Revision ?? 0) != write.Revision)
        {
            return new WriteResult(WriteOutcome.Conflict, now);
        }

        var kind = now is null ? StoreEventKind.Added : StoreEventKind.Modified;
        return new WriteResult(WriteOutcome.Written, Record(write.Key, kind, write.Document));
    }

    /// <summary>Makes all applied writes durable.</summary>
    /// <returns>Their events, valid until the next <see cref="Begin"/>.</returns>
    public IReadOnlyList<(StoreEvent Event, int Bytes)> Commit()
    {
        if (_revision != Revision || _compacted != Compacted)
        {
            Run(_advance, _revision, _compacted);
        }

        SqliteFile.Execute(_connection, "COMMIT");
        (Revision, Compacted) = (_revision, _compacted);
        return _events;
    }

    /// <summary>Forgets all applied writes. SQLite itself does so after some errors.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            SqliteFile.Execute(_connection, "ROLLBACK");
        }
    }

    /// <summary>Forgets the history up to a revision.</summary>
    public void Compact(long upTo)
    {
        if (upTo > _compacted)
        {
            Run(_forget, upTo);
            _compacted = upTo;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_find, _put, _delete, _record, _forget, _advance])
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private WriteResult Delete(ResourceKey key, StoredResource? now, long expected)
    {
        if (now is null)
        {
            return new WriteResult(WriteOutcome.NotFound, null);
        }

        if (expected != 0 && expected != now.Revision)
        {
            return new WriteResult(WriteOutcome.Conflict, now);
        }

        Run(_delete, key.Resource, key.Namespace, key.Name);
        var gone = VersionedDocument.Create(now.Document);
        return new WriteResult(WriteOutcome.Written, Record(key, StoreEventKind.Deleted, gone));
    }

    private StoredResource Record(ResourceKey key, StoreEventKind kind, VersionedDocument document)
    {
        var bytes = document.At(++_revision);
        if (kind != StoreEventKind.Deleted)
        {
            Run(_put, key.Resource, key.Namespace, key.Name, _revision, bytes);
        }

        Run(_record, key.Resource, key.Namespace, key.Name, _revision, bytes, (long)kind);
        var stored = new StoredResource(key, _revision, JsonElement.Parse(bytes));
        _events.Add((new StoreEvent(kind, stored), bytes.Length));
        return stored;
    }

    private StoredResource? Find(ResourceKey key)
    {
        Bind(_find, key.Resource, key.Namespace, key.Name);
        using var reader = _find.ExecuteReader();
        return reader.Read()
            ? new StoredResource(key, reader.GetInt64(0), JsonElement.Parse(reader.GetFieldValue<byte[]>(1)))
            : null;
    }

    private (long Revision, long Compacted) ReadState()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT revision, compacted FROM state";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        Bind(command, values);
        command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
