using Microsoft.Extensions.Logging;

namespace Selvedge.Processes;

/// <summary>Runs loops that must not end: one that ends by a bug is logged and begun again, that one only.</summary>
internal sealed class Supervised : IDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromMilliseconds(500);

    private readonly List<Task> _loops = [];
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop;

    /// <summary>Runs nothing yet.</summary>
    /// <param name="time">For waits.</param>
    /// <param name="log">For what failed.</param>
    /// <param name="stop">Ends every loop.</param>
    public Supervised(TimeProvider time, ILogger log, CancellationToken stop)
    {
        _time = time;
        _log = log;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Runs a loop until the process stops, and again whenever it fails.</summary>
    /// <param name="name">For logs.</param>
    /// <param name="loop">Null: this process is configured to have no such loop.</param>
    public void Run(string name, Func<CancellationToken, Task>? loop)
    {
        if (loop is not null)
        {
            _loops.Add(Task.Run(() => KeepAsync(name, loop, _stop.Token), CancellationToken.None));
        }
    }

    /// <summary>Runs a loop whose failure ends the process: what it left half done, only a start from disk puts
    /// right.</summary>
    public void RunVital(string name, Func<CancellationToken, Task> loop) =>
        _loops.Add(Task.Run(() => EndByAsync(name, loop), CancellationToken.None));

    /// <summary>Waits until every loop has ended.</summary>
    /// <exception cref="Exception">What a vital loop failed by.</exception>
    public Task EndAsync() => Task.WhenAll(_loops);

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task EndByAsync(string name, Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_stop.Token);
            if (!_stop.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The loop {name} ended although nobody stopped it.");
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The process is stopping.
        }
        catch (Exception error)
        {
            Log.VitalLoopFailed(_log, error, name);
            await _stop.CancelAsync();
            throw;
        }
    }

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
                Log.LoopFailed(_log, error, name);
            }

            try
            {
                await Task.Delay(RestartDelay, _time, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
