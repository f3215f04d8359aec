using Microsoft.Extensions.Logging;

namespace Selvedge.Processes;

/// <summary>Runs loops that must not end: one that ends by a bug is logged and begun again, that one only.</summary>
internal sealed class Supervised(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromMilliseconds(500);

    private readonly List<Task> _loops = [];

    /// <summary>Runs a loop until the process stops.</summary>
    public void Run(string name, Func<CancellationToken, Task> loop, CancellationToken stop) =>
        _loops.Add(Task.Run(() => KeepAsync(name, loop, stop), CancellationToken.None));

    /// <summary>Waits until every loop has ended.</summary>
    public Task EndAsync() => Task.WhenAll(_loops);

    private async Task KeepAsync(string name, Func<CancellationToken, Task> loop, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await loop(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.LoopFailed(log, error, name);
            }

            try
            {
                await Task.Delay(RestartDelay, time, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
