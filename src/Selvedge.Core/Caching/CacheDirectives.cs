namespace Selvedge.Core.Caching;

/// <summary>The directives of a Cache-Control field that a shared cache acts upon (RFC 9111, section 5.2; RFC
/// 5861).</summary>
/// <remarks>The qualified forms <c>no-cache="f"</c> and <c>private="f"</c> count as unqualified, as sections 5.2.2.4
/// and 5.2.2.7 allow. A lifetime that cannot be read, or that is given twice with different values, counts as zero
/// (section 4.2.1: consider it stale).</remarks>
public readonly record struct CacheDirectives
{
    /// <summary>Not to be stored.</summary>
    public bool NoStore { get; init; }

    /// <summary>Not to be used without validation.</summary>
    public bool NoCache { get; init; }

    /// <summary>Response: for one user only.</summary>
    public bool Private { get; init; }

    /// <summary>Response: may be stored even where that is otherwise forbidden.</summary>
    public bool Public { get; init; }

    /// <summary>Response: never served stale.</summary>
    public bool MustRevalidate { get; init; }

    /// <summary>Response: never served stale by a shared cache.</summary>
    public bool ProxyRevalidate { get; init; }

    /// <summary>Response: stored only by a cache that understands the status code.</summary>
    public bool MustUnderstand { get; init; }

    /// <summary>Request: answered from the cache or not at all.</summary>
    public bool OnlyIfCached { get; init; }

    /// <summary>Lifetime (response) or the greatest wanted age (request).</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Response: lifetime in shared caches.</summary>
    public TimeSpan? SharedMaxAge { get; init; }

    /// <summary>Request: how stale is still welcome. <see cref="TimeSpan.MaxValue"/>: any.</summary>
    public TimeSpan? MaxStale { get; init; }

    /// <summary>Request: how much longer it must stay fresh.</summary>
    public TimeSpan? MinFresh { get; init; }

    /// <summary>Response: how long a stale one may be served while it is validated (RFC 5861, section 3).</summary>
    public TimeSpan? StaleWhileRevalidate { get; init; }

    /// <summary>Response: how long a stale one may be served while the origin fails (RFC 5861, section 4).</summary>
    public TimeSpan? StaleIfError { get; init; }

    /// <summary>Whether a shared cache may never serve the response stale (RFC 9111, section 4.2.4).</summary>
    public bool ForbidsStale => MustRevalidate || ProxyRevalidate || NoCache || SharedMaxAge is not null;
}
