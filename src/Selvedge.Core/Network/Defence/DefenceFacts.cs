using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Network.Defence;

/// <summary>What an audit of the defence looks at.</summary>
/// <param name="Providers">Whose machines are used.</param>
/// <param name="Locations">Where they stand.</param>
/// <param name="Defences">How nodes defend themselves, sorted by name.</param>
public sealed record DefenceFacts(
    ImmutableArray<Provider> Providers,
    ImmutableArray<Location> Locations,
    ImmutableArray<Resources.Defence> Defences)
{
    /// <summary>Those at a location; the first decides.</summary>
    public IEnumerable<Resources.Defence> At(string location) => Defences
        .Where(defence => defence.Spec.Locations.IsEmpty
            || defence.Spec.Locations.Contains(location, StringComparer.Ordinal))
        .OrderBy(defence => defence.Metadata.Name, StringComparer.Ordinal);

    /// <summary>What a location's provider filters; null: nothing that is known.</summary>
    public ProviderScrubbing? Scrubbing(Location location) => Providers
        .FirstOrDefault(provider => provider.Metadata.Name == location.Spec.Provider)?.Spec.Scrubbing;
}
