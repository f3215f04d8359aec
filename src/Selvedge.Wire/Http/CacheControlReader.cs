using System.Globalization;
using Selvedge.Core.Caching;

namespace Selvedge.Wire.Http;

/// <summary>Reads Cache-Control (RFC 9111, section 5.2). Unknown directives are ignored.</summary>
public static class CacheControlReader
{
    // Section 1.2.2: a greater number of seconds counts as 2^31.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2147483648);

    /// <summary>Reads the directives. Malformed lifetimes count as zero (section 4.2.1).</summary>
    /// <param name="value">All Cache-Control fields combined.</param>
    /// <param name="directives">What was found.</param>
    /// <returns>False where no directive was found that a shared cache knows.</returns>
    public static bool TryRead(ReadOnlySpan<char> value, out CacheDirectives directives)
    {
        directives = default;
        var reader = new ListReader(value);
        while (reader.TryNext(out var member))
        {
            var valued = ListReader.TrySplit(member, '=', out var head, out var tail);
            directives = Apply(directives, head, tail, valued);
        }

        return directives != default;
    }

    /// <summary>Reads a number of seconds (section 1.2.2), as token or quoted.</summary>
    /// <returns>False where it is none.</returns>
    public static bool TrySeconds(ReadOnlySpan<char> text, out TimeSpan seconds)
    {
        seconds = TimeSpan.Zero;
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
        {
            text = text[1..^1];
        }

        if (text.Length == 0 || text.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        seconds = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < 2147483648
            ? TimeSpan.FromSeconds(number)
            : Most;
        return true;
    }

    private static CacheDirectives Apply(
        CacheDirectives to, ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool valued)
    {
        Span<char> lower = stackalloc char[24];
        if (name.Length > lower.Length)
        {
            return to;
        }

        var length = name.ToLowerInvariant(lower);
        return lower[..length] switch
        {
            "no-store" => to with { NoStore = true },
            "no-cache" => to with { NoCache = true },
            "private" => to with { Private = true },
            "public" => to with { Public = true },
            "must-revalidate" => to with { MustRevalidate = true },
            "proxy-revalidate" => to with { ProxyRevalidate = true },
            "must-understand" => to with { MustUnderstand = true },
            "only-if-cached" => to with { OnlyIfCached = true },
            "max-age" => to with { MaxAge = Lifetime(to.MaxAge, value) },
            "s-maxage" => to with { SharedMaxAge = Lifetime(to.SharedMaxAge, value) },
            "max-stale" => to with { MaxStale = valued ? Lifetime(to.MaxStale, value) : TimeSpan.MaxValue },
            "min-fresh" => to with { MinFresh = Lifetime(to.MinFresh, value) },
            "stale-while-revalidate" => to with { StaleWhileRevalidate = Lifetime(to.StaleWhileRevalidate, value) },
            "stale-if-error" => to with { StaleIfError = Lifetime(to.StaleIfError, value) },
            _ => to,
        };
    }

    private static TimeSpan Lifetime(TimeSpan? before, ReadOnlySpan<char> value) =>
        TrySeconds(value, out var seconds) && (before is null || before == seconds) ? seconds : TimeSpan.Zero;
}
