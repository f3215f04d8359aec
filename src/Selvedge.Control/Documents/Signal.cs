namespace Selvedge.Control.Documents;

/// <summary>Wakes one loop: any number of raises before it looks are one.</summary>
public sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    /// <summary>Wakes the loop now, or as soon as it waits again. Never blocks.</summary>
    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already and not yet seen.
        }
    }

    /// <summary>Waits for a raise, or for the time to pass.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), wait, atMost, Timeout.InfiniteTimeSpan);
        try
        {
            await _raised.WaitAsync(wait.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time has passed.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _raised.Dispose();
}
