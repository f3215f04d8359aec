namespace Selvedge.Core.Caching;

/// <summary>Which stored responses an unsafe request makes void (RFC 9111, section 4.4).</summary>
public static class Invalidation
{
    /// <summary>Whether the method can change things (RFC 9110, section 9.2.1). Unknown ones can.</summary>
    public static bool IsUnsafe(string method) => method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE");

    /// <summary>The keys that are void: the target's, and those of Location and Content-Location at the same host, in
    /// both schemes. Empty unless the method is unsafe and the response is no error.</summary>
    public static IReadOnlyList<string> Keys(
        string method, int status, string scheme, string host, string target, FieldList response)
    {
        if (!IsUnsafe(method) || status is < 200 or > 399)
        {
            return [];
        }

        var keys = new List<string>();
        Both(keys, host, target);
        foreach (var name in (ReadOnlySpan<string>)["Location", "Content-Location"])
        {
            if (response.First(name) is not { } where)
            {
                continue;
            }

            var absolute = where.StartsWith('/') && !where.StartsWith("//", StringComparison.Ordinal)
                ? $"{scheme}://{host}{where}"
                : where;
            if (CacheKey.TryUrl(absolute, out _, out var other, out var path)
                && string.Equals(other, host, StringComparison.Ordinal))
            {
                Both(keys, host, path);
            }
        }

        return keys;
    }

    private static void Both(List<string> keys, string host, string target)
    {
        keys.Add(CacheKey.Of("http", host, target));
        keys.Add(CacheKey.Of("https", host, target));
    }
}
