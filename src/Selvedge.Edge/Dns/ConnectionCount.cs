namespace Selvedge.Edge.Dns;

/// <summary>How many connections are open, at most <see cref="Limits.ConnectionsMax"/>.</summary>
internal sealed class ConnectionCount
{
    private int _open;

    /// <summary>Now.</summary>
    internal int Open => Volatile.Read(ref _open);

    /// <summary>Counts one more.</summary>
    /// <returns>False at the limit.</returns>
    internal bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= Limits.ConnectionsMax)
        {
            return true;
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <summary>Counts one less.</summary>
    internal void Close() => Interlocked.Decrement(ref _open);
}
