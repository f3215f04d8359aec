using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Which certificate is to be looked at when. Each is with one worker at most at a time; one that changed
/// meanwhile is looked at once more. Thread-safe.</summary>
internal sealed class CertificateQueue(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SiteId, DateTimeOffset> _due = [];
    private readonly SortedSet<(DateTimeOffset At, SiteId Site)> _sorted = [];
    private readonly HashSet<SiteId> _taken = [];
    private readonly HashSet<SiteId> _changedWhileTaken = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Something about the certificate changed: look now.</summary>
    public void Add(SiteId site)
    {
        lock (_lock)
        {
            if (_taken.Contains(site))
            {
                _changedWhileTaken.Add(site);
                return;
            }

            Set(site, time.GetUtcNow());
        }
    }

    /// <summary>Waits for the next one that is due. Give it back with <see cref="Done"/>.</summary>
    public async Task<SiteId> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            TimeSpan? pause = null;
            lock (_lock)
            {
                if (_sorted.Count > 0)
                {
                    var (at, site) = _sorted.Min;
                    pause = at - time.GetUtcNow();
                    if (pause <= TimeSpan.Zero)
                    {
                        _sorted.Remove((at, site));
                        _due.Remove(site);
                        _taken.Add(site);
                        return site;
                    }
                }

                changed = _changed.Task;
            }

            await WaitAsync(changed, pause, cancellation);
        }
    }

    /// <summary>Gives one back.</summary>
    /// <param name="site">Which.</param>
    /// <param name="next">When to look again; null: not before it changes.</param>
    public void Done(SiteId site, DateTimeOffset? next)
    {
        lock (_lock)
        {
            _taken.Remove(site);
            if (_changedWhileTaken.Remove(site))
            {
                next = time.GetUtcNow();
            }

            if (next is { } at)
            {
                Set(site, at);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Set(SiteId site, DateTimeOffset at)
    {
        if (_due.TryGetValue(site, out var old))
        {
            if (old <= at)
            {
                return;
            }

            _sorted.Remove((old, site));
        }

        _due[site] = at;
        _sorted.Add((at, site));
        _changed.SetResult();
        _changed = NewSignal();
    }

    private async Task WaitAsync(Task changed, TimeSpan? pause, CancellationToken cancellation)
    {
        if (pause is not { } until)
        {
            await changed.WaitAsync(cancellation);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timer = Task.Delay(until < Limits.LookAgain ? until : Limits.LookAgain, time, either.Token);
        await Task.WhenAny(changed, timer);
        await either.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }
}
