namespace Selvedge.Edge.Http;

/// <summary>A fetch under way: its outcome is awaited by every request that shares it. It runs by itself, so that no
/// client that leaves takes others' response along.</summary>
internal sealed class Fetch
{
    private readonly TaskCompletionSource<FetchOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>Completes with the response's header, always, and never with an exception.</summary>
    public Task<FetchOutcome> Outcome => _outcome.Task;

    /// <summary>From asking the origin to its header.</summary>
    public TimeSpan OriginTime { get; set; }

    /// <summary>What the origin answered; 0: nothing.</summary>
    public int OriginStatus { get; set; }

    /// <summary>Sets the outcome.</summary>
    public void Set(FetchOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>Takes over what belongs to the first request only.</summary>
    /// <returns>False where it was taken or left before.</returns>
    public bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>The first request is gone: what belongs to it is closed as soon as it comes.</summary>
    public async Task LeaveAsync()
    {
        var outcome = await Outcome;
        if (Take())
        {
            switch (outcome)
            {
                case FetchOutcome.Private only:
                    only.Response.Dispose();
                    break;
                case FetchOutcome.Shared shared:
                    shared.First.Dispose();
                    break;
                default:
                    break;
            }
        }
    }
}
