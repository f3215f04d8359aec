namespace Selvedge.Core.Resources;

/// <summary>One rule of a site's cache.</summary>
public sealed record SiteCacheRule
{
    /// <summary>Which requests.</summary>
    public SiteMatch Match { get; init; } = new();

    /// <summary>Overrides the backend's freshness lifetime. Null: the backend decides.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>The response header that carries space-separated purge tags. Empty: <c>Surrogate-Key</c>.</summary>
    public string TagsFrom { get; init; } = "";

    /// <summary>True: never kept.</summary>
    public bool Bypass { get; init; }
}
