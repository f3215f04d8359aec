using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>Whether own addresses may be announced at a <see cref="Provider"/>.</summary>
public sealed record ProviderBgp
{
    /// <summary>Whether it speaks BGP with customers. The default is false.</summary>
    public bool Allowed { get; init; }

    /// <summary>The letters of authority that it has accepted.</summary>
    public ImmutableArray<ProviderLetter> Letters { get; init; } = [];
}
