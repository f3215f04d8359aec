namespace Selvedge.Edge.Dns;

/// <summary>One reader of the published table: a worker or a connection. Used by one thread at a time.</summary>
internal sealed class ReaderSlot
{
    private readonly TablePublisher _publisher;
    private long _seen;

    /// <summary>Only <see cref="TablePublisher.Join"/> makes one.</summary>
    internal ReaderSlot(TablePublisher publisher) => _publisher = publisher;

    /// <summary>What this reader has counted.</summary>
    internal QueryTally Tally { get; } = new();

    /// <summary>The publication that the reader may be using; 0 while it uses none.</summary>
    internal long Seen => Interlocked.Read(ref _seen);

    /// <summary>Begins to read. The table stays whole until <see cref="Exit"/>.</summary>
    internal AnswerTable Enter()
    {
        // The exchange is a full fence: the number must be visible before the table is taken, else the publisher could
        // free the table in between.
        Interlocked.Exchange(ref _seen, _publisher.Publication);
        return _publisher.Current;
    }

    /// <summary>Ends reading.</summary>
    internal void Exit() => Volatile.Write(ref _seen, 0);
}
