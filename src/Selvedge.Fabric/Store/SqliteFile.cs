using System.Globalization;
using Microsoft.Data.Sqlite;
using Selvedge.Fabric.Identity;

namespace Selvedge.Fabric.Store;

/// <summary>The file: how it is opened, checked and laid out, and what its errors mean.</summary>
internal sealed class SqliteFile(string path)
{
    // "Slvg": the file says by itself whose it is.
    private const int ApplicationId = 0x536C7667;
    private const int SchemaVersion = 1;
    private const int WouldBlock = 11;
    private const int PageBytes = 4_096;
    private const string Schema = """
        CREATE TABLE state (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          revision INTEGER NOT NULL,
          compacted INTEGER NOT NULL
        );
        INSERT INTO state VALUES (1, 0, 0);
        CREATE TABLE present (
          resource TEXT NOT NULL,
          namespace TEXT NOT NULL,
          name TEXT NOT NULL,
          revision INTEGER NOT NULL,
          document BLOB NOT NULL,
          UNIQUE (resource, namespace, name)
        );
        CREATE TABLE history (
          revision INTEGER PRIMARY KEY,
          kind INTEGER NOT NULL,
          resource TEXT NOT NULL,
          namespace TEXT NOT NULL,
          name TEXT NOT NULL,
          document BLOB NOT NULL
        );
        CREATE INDEX history_by_resource ON history (resource, revision);
        """;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Takes the file for this process alone. The lock goes with the process, however that ends.</summary>
    /// <exception cref="StoreException">Another process has it, or the folder cannot be written.</exception>
    public FileStream Lock()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);

            var taken = PrivateFile.OpenOrCreate(Path + ".lock", FileShare.None);

            // SQLite gives the log the rights of the file, but would create the file for all to read. Only under the
            // lock: closing a second handle on a file would drop the locks that SQLite has on it.
            PrivateFile.OpenOrCreate(Path, FileShare.ReadWrite).Dispose();
            return taken;
        }
        catch (IOException error) when (error.HResult == WouldBlock)
        {
            throw new StoreException(
                StoreFault.Locked,
                $"Another process has the store {Path} open. Stop that process, or give this one another path.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.Unreachable,
                $"The store {Path} cannot be created. Make its folder writable for this user.",
                error);
        }
    }

    /// <summary>Opens the connection that writes, lays the file out if it is new, and checks it if not.</summary>
    /// <exception cref="SqliteException">See <see cref="Explain"/>.</exception>
    /// <exception cref="StoreException">The file is damaged or foreign.</exception>
    public SqliteConnection OpenWriter(SqliteStoreOptions options)
    {
        var connection = Connect();
        try
        {
            var isNew = Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
            if (!isNew)
            {
                Check(connection);
            }

            var log = Text(connection, "PRAGMA journal_mode = WAL");
            if (log != "wal")
            {
                throw new StoreException(
                    StoreFault.Unreachable,
                    $"The file system of {Path} cannot hold a write-ahead log ({log}). Put the store on a local disk.");
            }

            Execute(connection, $"PRAGMA journal_size_limit = {StoreLimits.LogBytesMax}");
            if (options.FileBytesMax is { } bytes)
            {
                Execute(connection, $"PRAGMA max_page_count = {Math.Max(1, bytes / PageBytes)}");
            }

            if (isNew)
            {
                Execute(
                    connection,
                    $"BEGIN IMMEDIATE; PRAGMA application_id = {ApplicationId};" +
                    $"PRAGMA user_version = {SchemaVersion}; {Schema} COMMIT;");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that cannot write.</summary>
    /// <exception cref="SqliteException">See <see cref="Explain"/>.</exception>
    public SqliteConnection OpenReader()
    {
        var connection = Connect();
        Execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    /// <summary>What an error of SQLite means here, and what to do about it; counted.</summary>
    public StoreException Explain(SqliteException error)
    {
        var (fault, message) = error.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_FULL => (
                StoreFault.Full,
                $"No space is left for the store {Path}. Nothing was written. Free space on its disk or raise its "
                    + "limit."),
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => (
                StoreFault.Locked,
                $"Another program holds a lock on the store {Path}. Close it; only Selvedge may write there."),
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => (
                StoreFault.Corrupt,
                $"The store {Path} is damaged. {RepairAdvice}"),
            _ => (
                StoreFault.Unreachable,
                $"The store {Path} cannot be read or written. Check its disk and the rights on it and its folder."),
        };
        StoreMetrics.Faults.Add(1, new KeyValuePair<string, object?>("fault", fault.ToString()));
        return new StoreException(fault, message, error);
    }

    /// <summary>Runs statements without a result.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private const string RepairAdvice =
        "Stop Selvedge, move the file and its -wal and -shm aside, and restore the newest backup; " +
        "without one, \"sqlite3 FILE .recover\" saves what can be read.";

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = StoreLimits.BusySeconds,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Check(SqliteConnection connection)
    {
        var version = Number(connection, "PRAGMA user_version");
        if (Number(connection, "PRAGMA application_id") != ApplicationId || version != SchemaVersion)
        {
            throw new StoreException(
                StoreFault.Foreign,
                $"{Path} is no store of this Selvedge (schema {version}, known is {SchemaVersion}). " +
                "Give another path, or run the version that wrote it.");
        }

        var finding = Text(connection, "PRAGMA quick_check(1)");
        if (finding != "ok")
        {
            throw new StoreException(StoreFault.Corrupt, $"The store {Path} is damaged: {finding}. {RepairAdvice}");
        }
    }

    private static long Number(SqliteConnection connection, string sql) =>
        long.Parse(Text(connection, sql), CultureInfo.InvariantCulture);

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
