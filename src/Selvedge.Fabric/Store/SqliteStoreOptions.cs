namespace Selvedge.Fabric.Store;

/// <summary>What an operator may set of the embedded store.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>How many revisions of history are kept for watches to resume from, at least 1. The default is 10,000: a
    /// watcher may be away for hours at the write rates of a control plane.</summary>
    public int HistoryRevisionsMax { get; init; } = 10_000;

    /// <summary>The file never grows over this many bytes (rounded down to pages of 4 KiB); null: as far as the disk
    /// goes. The write-ahead log beside it is not counted. Default null.</summary>
    public long? FileBytesMax { get; init; }
}
