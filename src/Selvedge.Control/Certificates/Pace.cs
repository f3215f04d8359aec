namespace Selvedge.Control.Certificates;

/// <summary>When to try again and when to renew. Pure.</summary>
internal static class Pace
{
    /// <summary>After the first refusal. Tripled each time: with the least jitter five fit into an hour, which is what
    /// Let's Encrypt allows a hostname.</summary>
    private static readonly TimeSpan RefusedFirst = TimeSpan.FromSeconds(40);

    /// <summary>After the first failure that may pass by itself; doubled each time.</summary>
    private static readonly TimeSpan TransientFirst = TimeSpan.FromSeconds(3);

    /// <summary>Refusals do not heal by themselves: four looks a day are enough.</summary>
    private static readonly TimeSpan RefusedMax = TimeSpan.FromHours(6);

    /// <summary>An authority that is back is used within this.</summary>
    private static readonly TimeSpan TransientMax = TimeSpan.FromMinutes(15);

    /// <summary>The pause after a failure.</summary>
    /// <param name="failures">In a row, this one included; 1 or more.</param>
    /// <param name="isTransient">Whether it may pass by itself.</param>
    /// <param name="jitter">0 to 1; spreads the pause by a fifth to either side.</param>
    public static TimeSpan BackOff(int failures, bool isTransient, double jitter)
    {
        var (first, factor, max) = isTransient ? (TransientFirst, 2, TransientMax) : (RefusedFirst, 3, RefusedMax);
        // The exponent is bounded so that no power overflows; the cap is reached long before.
        var pause = first * Math.Pow(factor, Math.Min(failures - 1, 20));
        return (pause < max ? pause : max) * (0.8 + (0.4 * jitter));
    }

    /// <summary>When the next certificate is ordered: after two thirds of the lifetime, spread over the twentieth that
    /// follows; yet never sooner than a third of what is left now, so that an authority with a wrong clock or tiny
    /// lifetimes is not asked in a circle.</summary>
    /// <param name="facts">Of the certificate just issued.</param>
    /// <param name="now">The present.</param>
    /// <param name="jitter">0 to 1.</param>
    public static DateTimeOffset RenewAt(ChainFacts facts, DateTimeOffset now, double jitter)
    {
        var usual = facts.NotBefore + ((facts.NotAfter - facts.NotBefore) * ((2.0 / 3) + (jitter / 20)));
        var soonest = now + ((facts.NotAfter - now) / 3);
        return usual > soonest ? usual : soonest;
    }
}
