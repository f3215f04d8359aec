namespace Selvedge.Edge.Http;

/// <summary>Requests for one Service.</summary>
internal sealed class ServiceCounter
{
    private long _requests;
    private int _inFlight;

    /// <summary>Since the start.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>That wait for their answer now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>A request has come.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Increment(ref _inFlight);
    }

    /// <summary>It has its answer, or has none to expect.</summary>
    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
