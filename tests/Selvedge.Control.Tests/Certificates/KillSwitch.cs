namespace Selvedge.Control.Tests.Certificates;

/// <summary>Kills a process that is not one: at the chosen step everything that it does takes effect, but nothing of
/// the answer reaches it, and from then on it can do nothing more.</summary>
internal sealed class KillSwitch(int atStep) : IDisposable
{
    private readonly CancellationTokenSource _death = new();
    private int _steps;

    public CancellationToken Token => _death.Token;

    public bool IsDead => _death.IsCancellationRequested;

    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Before a step: the dead do nothing.</summary>
    public void BeAlive() => _death.Token.ThrowIfCancellationRequested();

    /// <summary>After a step's effect, before its answer.</summary>
    public void Step()
    {
        if (Interlocked.Increment(ref _steps) == atStep)
        {
            _death.Cancel();
        }

        _death.Token.ThrowIfCancellationRequested();
    }

    /// <summary>At no particular step.</summary>
    public void Kill() => _death.Cancel();

    public void Dispose() => _death.Dispose();
}
