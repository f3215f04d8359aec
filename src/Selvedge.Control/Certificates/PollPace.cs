namespace Selvedge.Control.Certificates;

/// <summary>The pauses between looks at an authority: as it says, else growing; up to a deadline.</summary>
internal sealed class PollPace(TimeProvider time)
{
    private readonly DateTimeOffset _deadline = time.GetUtcNow() + Limits.PollWithin;
    private TimeSpan _next = Limits.PollFirst;

    /// <summary>Waits for the next look.</summary>
    /// <returns>False where it would come too late.</returns>
    public async Task<bool> WaitAsync(TimeSpan? asked, CancellationToken cancellation)
    {
        // A Retry-After of nothing must not make a busy loop.
        var pause = asked > Limits.PollFirst ? asked.Value : _next;
        if (time.GetUtcNow() + pause > _deadline)
        {
            return false;
        }

        await Task.Delay(pause, time, cancellation);
        _next = _next * 2 < Limits.PollMax ? _next * 2 : Limits.PollMax;
        return true;
    }

    /// <summary>The failure of a wait that came to its end; the order is kept.</summary>
    public static AcmeFailure TooSlow(string what) => new(
        "AuthoritySlow", $"No {what} within {Limits.PollWithin}; the order is kept.", true);
}
