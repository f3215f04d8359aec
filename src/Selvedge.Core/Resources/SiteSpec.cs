using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="Site"/>. Hostnames and a backend make it complete.</summary>
public sealed record SiteSpec
{
    /// <summary>One or more fully qualified names in lower case, without the final dot. Each belongs to one
    /// Site.</summary>
    public ImmutableArray<string> Hostnames { get; init; } = [];

    /// <summary>Where the content comes from.</summary>
    public SiteBackend Backend { get; init; } = new();

    /// <summary>TLS towards users.</summary>
    public SiteTls Tls { get; init; } = new();

    /// <summary>What may be kept, and for how long.</summary>
    public SiteCache Cache { get; init; } = new();

    /// <summary>At which locations the site is placed.</summary>
    public SitePlacement Placement { get; init; } = new();

    /// <summary>Where the law lets the site be processed.</summary>
    public SiteResidency Residency { get; init; } = new();

    /// <summary>How DNS picks among the serviceable locations.</summary>
    public SiteSteering Steering { get; init; } = new();
}
