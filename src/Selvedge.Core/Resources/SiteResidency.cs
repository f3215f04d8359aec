using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>Where the law lets a site be processed.</summary>
public sealed record SiteResidency
{
    /// <summary>Country codes (ISO 3166-1 alpha-2) or region names (<c>EU</c>, <c>europe</c>, <c>north-america</c>,
    /// ...) where the site may be served. Empty: anywhere.</summary>
    public ImmutableArray<string> Process { get; init; } = [];
}
