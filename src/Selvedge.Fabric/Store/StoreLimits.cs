namespace Selvedge.Fabric.Store;

/// <summary>The store's fixed limits.</summary>
public static class StoreLimits
{
    /// <summary>One document, as UTF-8. etcd refuses requests over 1.5 MiB, so no Kubernetes document is
    /// larger.</summary>
    public const int DocumentBytesMax = 1_572_864;

    /// <summary>Writes waiting for the one writer; more callers wait before they enter the queue.</summary>
    internal const int QueuedWritesMax = 1_024;

    /// <summary>Writes that share one commit. More would only make the first of them wait longer.</summary>
    internal const int GroupWritesMax = 256;

    /// <summary>Connections for reading. SQLite readers are bound by processor and page cache, not by
    /// waiting.</summary>
    internal const int ReadersMax = 4;

    /// <summary>Events kept in memory for live watchers; those further behind read from the file.</summary>
    internal const int RecentEventsMax = 1_024;

    /// <summary>The same in bytes of documents, so that large ones do not fill the memory.</summary>
    internal const int RecentBytesMax = 16 * 1024 * 1024;

    /// <summary>Events that a watcher takes at once.</summary>
    internal const int WatchBatchMax = 128;

    /// <summary>Bytes of documents that a watcher reads from the file at once.</summary>
    internal const int WatchBatchBytesMax = 8 * 1024 * 1024;

    /// <summary>Revisions over the history's limit before it is cut: cutting a tenth at a time costs each write
    /// little.</summary>
    internal const int CompactShareDivisor = 10;

    /// <summary>Seconds that a call waits for a lock which a foreign tool, for example <c>sqlite3</c>, holds.</summary>
    internal const int BusySeconds = 5;

    /// <summary>The write-ahead log is cut back to this size after a burst.</summary>
    internal const int LogBytesMax = 64 * 1024 * 1024;
}
