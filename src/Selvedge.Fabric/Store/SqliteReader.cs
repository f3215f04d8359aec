using System.Text.Json;
using Microsoft.Data.Sqlite;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Store;

/// <summary>One connection that reads. Used by one caller at a time.</summary>
internal sealed class SqliteReader(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _find = Prepare(
        connection,
        "SELECT resource, namespace, name, revision, document FROM present " +
        "WHERE resource = $resource AND namespace = $namespace AND name = $name",
        "$resource", "$namespace", "$name");

    private readonly SqliteCommand _list = Prepare(
        connection,
        "SELECT resource, namespace, name, revision, document FROM present " +
        "WHERE resource = $resource ORDER BY namespace, name",
        "$resource");

    private readonly SqliteCommand _listOne = Prepare(
        connection,
        "SELECT resource, namespace, name, revision, document FROM present " +
        "WHERE resource = $resource AND namespace = $namespace ORDER BY name",
        "$resource", "$namespace");

    private readonly SqliteCommand _historyOfAll = Prepare(
        connection,
        "SELECT resource, namespace, name, revision, document, kind FROM history " +
        "WHERE revision > $after ORDER BY revision",
        "$after");

    private readonly SqliteCommand _historyOfOne = Prepare(
        connection,
        "SELECT resource, namespace, name, revision, document, kind FROM history " +
        "WHERE resource = $resource AND revision > $after ORDER BY revision",
        "$resource", "$after");

    private readonly SqliteCommand _state = Prepare(connection, "SELECT revision, compacted FROM state");

    /// <summary>One document, or null.</summary>
    public StoredResource? Find(ResourceKey key)
    {
        _find.Parameters[0].Value = key.Resource;
        _find.Parameters[1].Value = key.Namespace;
        _find.Parameters[2].Value = key.Name;
        using var rows = _find.ExecuteReader();
        return rows.Read() ? Resource(rows) : null;
    }

    /// <summary>Documents and the revision they are of.</summary>
    public StoredList List(string resource, string? namespaceName)
    {
        var command = namespaceName is null ? _list : _listOne;
        command.Parameters[0].Value = resource;
        if (namespaceName is not null)
        {
            command.Parameters[1].Value = namespaceName;
        }

        // One transaction: the rows and the revision are of the same moment.
        using var moment = connection.BeginTransaction(deferred: true);
        var (revision, _) = State(moment);
        command.Transaction = moment;
        var items = new List<StoredResource>();
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                items.Add(Resource(rows));
            }
        }

        moment.Commit();
        return new StoredList(revision, items);
    }

    /// <summary>A batch of the history.</summary>
    /// <param name="resource">Null: of every resource.</param>
    /// <param name="after">The revision already seen.</param>
    /// <param name="wanted">Chooses among them.</param>
    /// <param name="into">Receives them.</param>
    /// <returns>The revision now seen; less than the newest if the batch was full.</returns>
    /// <exception cref="RevisionGoneException">The batch would have a gap.</exception>
    public long History(string? resource, long after, Func<StoredResource, bool> wanted, List<StoreEvent> into)
    {
        var command = resource is null ? _historyOfAll : _historyOfOne;
        command.Parameters["$after"].Value = after;
        if (resource is not null)
        {
            command.Parameters["$resource"].Value = resource;
        }

        using var moment = connection.BeginTransaction(deferred: true);
        var (revision, compacted) = State(moment);
        if (after < compacted || after > revision)
        {
            throw new RevisionGoneException(after, compacted);
        }

        command.Transaction = moment;
        using var rows = command.ExecuteReader();
        var bytes = 0L;
        while (rows.Read())
        {
            var found = Resource(rows);
            bytes += rows.GetFieldValue<byte[]>(4).Length;
            if (wanted(found))
            {
                into.Add(new StoreEvent((StoreEventKind)rows.GetInt32(5), found));
            }

            if (into.Count == StoreLimits.WatchBatchMax || bytes > StoreLimits.WatchBatchBytesMax)
            {
                return found.Revision;
            }
        }

        return revision;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteCommand[] commands = [_find, _list, _listOne, _historyOfAll, _historyOfOne, _state];
        foreach (var command in commands)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private (long Revision, long Compacted) State(SqliteTransaction moment)
    {
        _state.Transaction = moment;
        using var rows = _state.ExecuteReader();
        rows.Read();
        return (rows.GetInt64(0), rows.GetInt64(1));
    }

    private static StoredResource Resource(SqliteDataReader rows) => new(
        new ResourceKey(rows.GetString(0), rows.GetString(1), rows.GetString(2)),
        rows.GetInt64(3),
        JsonElement.Parse(rows.GetFieldValue<byte[]>(4)));

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }
}
