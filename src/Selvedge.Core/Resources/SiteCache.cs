using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What may be kept, and for how long.</summary>
public sealed record SiteCache
{
    /// <summary>Whether anything is kept. The default is true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long after it went stale an object may be served while the backend fails (stale-if-error,
    /// RFC 5861). The default is 24 h.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The first rule whose match holds applies. Without one the backend's headers alone decide.</summary>
    public ImmutableArray<SiteCacheRule> Rules { get; init; } = [];
}
