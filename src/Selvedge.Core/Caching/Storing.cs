using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Caching;

/// <summary>Whether a response may be stored (RFC 9111, section 3).</summary>
public static class Storing
{
    // What is kept when its lifetime is stated. 206 needs the combining of ranges; other 5xx are never kept, since an
    // error that is kept outlives its cause.
    private static readonly ImmutableArray<int> Understood =
        [200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410, 414, 501];

    /// <summary>Decides.</summary>
    /// <param name="request">The request that was sent.</param>
    /// <param name="response">What came.</param>
    /// <param name="cache">The site's.</param>
    /// <param name="rule">The rule that applies; null: none.</param>
    public static StoreVerdict Decide(
        RequestFacts request, ResponseFacts response, SiteCache cache, SiteCacheRule? rule)
    {
        if (request.Method != "GET")
        {
            return StoreVerdict.Method;
        }

        if (!cache.Enabled || rule is { Bypass: true })
        {
            return StoreVerdict.Bypass;
        }

        var directives = response.Directives;
        if (!Understood.Contains(response.Status))
        {
            return StoreVerdict.Status;
        }

        // Section 5.2.2.3: must-understand outranks no-store for a cache that understands the status, as this one does.
        if (request.Directives.NoStore || (directives.NoStore && !directives.MustUnderstand))
        {
            return StoreVerdict.NoStore;
        }

        if (directives.Private)
        {
            return StoreVerdict.Private;
        }

        if (request.Authorized && !ForAll(directives))
        {
            return StoreVerdict.Authorized;
        }

        if (response.SetsCookie)
        {
            return StoreVerdict.SetsCookie;
        }

        if (response.VaryAny)
        {
            return StoreVerdict.VaryAny;
        }

        return Freshness.Lifetime(response, rule?.Ttl) > TimeSpan.Zero || response.HasValidator
            ? StoreVerdict.Store
            : StoreVerdict.Useless;
    }

    /// <summary>Whether the response says that it may answer authorized requests (section 3.5).</summary>
    public static bool ForAll(CacheDirectives directives) =>
        directives.Public || directives.MustRevalidate || directives.SharedMaxAge is not null;

    /// <summary>The rule of the site that applies to the path: the first whose match holds; null: none.</summary>
    /// <param name="cache">The site's.</param>
    /// <param name="target">Normalised; the query is not looked at.</param>
    public static SiteCacheRule? RuleFor(SiteCache cache, string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        foreach (var rule in cache.Rules)
        {
            var pattern = rule.Match.Path;
            if (pattern.Length == 0
                || string.Equals(pattern, path, StringComparison.Ordinal)
                || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal)))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>The purge tags that a response carries: space-separated in the rule's field (default
    /// <c>Surrogate-Key</c>).</summary>
    /// <param name="response">Its fields.</param>
    /// <param name="rule">The rule that applies; null: none.</param>
    /// <param name="most">More tags than this are dropped, so that one response cannot fill the index.</param>
    public static ImmutableArray<string> Tags(FieldList response, SiteCacheRule? rule, int most)
    {
        var field = rule is { TagsFrom.Length: > 0 } ? rule.TagsFrom : "Surrogate-Key";
        var value = response.Combined(field);
        return value is null
            ? []
            : [.. value.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.Ordinal).Take(most)];
    }
}
