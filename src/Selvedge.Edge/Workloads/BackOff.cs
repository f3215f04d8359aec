namespace Selvedge.Edge.Workloads;

/// <summary>How long to wait before trying again: 10 seconds, doubled each time, up to five minutes.</summary>
internal sealed class BackOff
{
    /// <summary>The first wait. Kubernetes' number.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait. Kubernetes' number.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private TimeSpan _next;

    /// <summary>What to wait now; the next wait is longer.</summary>
    /// <param name="atOnce">Whether the first time is not waited for at all.</param>
    public TimeSpan Take(bool atOnce)
    {
        if (_next == TimeSpan.Zero && atOnce)
        {
            _next = First;
            return TimeSpan.Zero;
        }

        var wait = _next == TimeSpan.Zero ? First : _next;
        _next = wait + wait < Longest ? wait + wait : Longest;
        return wait;
    }

    /// <summary>All is well: begins anew.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
