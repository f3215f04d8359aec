using System.Collections.Immutable;

namespace Selvedge.Core.Caching;

/// <summary>How long a response is fresh, and how old it is (RFC 9111, section 4.2).</summary>
public static class Freshness
{
    /// <summary>The share of the time since the last change that a heuristic lifetime takes (section 4.2.2).</summary>
    public const double HeuristicShare = 0.1;

    /// <summary>The longest heuristic lifetime: what was not said explicitly is asked again after a day.</summary>
    public static readonly TimeSpan HeuristicMax = TimeSpan.FromDays(1);

    private static readonly ImmutableArray<int> Heuristic = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501];
    private static readonly ImmutableArray<int> Overridable = [200, 203, 204, 300, 301, 308, 404, 410];

    /// <summary>The freshness lifetime (sections 4.2.1 and 4.2.2).</summary>
    /// <param name="response">The response.</param>
    /// <param name="override">The operator's, which comes before the origin's for successes, permanent redirects and
    /// absences; null: none.</param>
    public static TimeSpan Lifetime(ResponseFacts response, TimeSpan? @override)
    {
        if (@override is { } wanted && Overridable.Contains(response.Status))
        {
            return wanted;
        }

        if (Explicit(response) is { } said)
        {
            return said;
        }

        if (!Heuristic.Contains(response.Status)
            || response.LastModified is not { } changed || changed >= response.Date)
        {
            return TimeSpan.Zero;
        }

        var guess = (response.Date - changed) * HeuristicShare;
        return guess < HeuristicMax ? guess : HeuristicMax;
    }

    /// <summary>The lifetime that the response states (section 4.2.1); null where it states none.</summary>
    public static TimeSpan? Explicit(ResponseFacts response)
    {
        var stated = response.Directives.SharedMaxAge ?? response.Directives.MaxAge
            ?? (response.Expires is { } expires ? expires - response.Date : null);
        return stated < TimeSpan.Zero ? TimeSpan.Zero : stated;
    }

    /// <summary>The age when the response arrived: <c>corrected_initial_age</c> (section 4.2.3).</summary>
    /// <param name="response">The response.</param>
    /// <param name="requested">When it was asked for.</param>
    /// <param name="received">When its header arrived.</param>
    public static TimeSpan InitialAge(ResponseFacts response, DateTimeOffset requested, DateTimeOffset received)
    {
        var apparent = Positive(received - response.Date);
        var corrected = response.Age + Positive(received - requested);
        return apparent > corrected ? apparent : corrected;
    }

    /// <summary>The age now: <c>current_age</c> (section 4.2.3).</summary>
    public static TimeSpan Age(TimeSpan initial, DateTimeOffset received, DateTimeOffset now) =>
        initial + Positive(now - received);

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
