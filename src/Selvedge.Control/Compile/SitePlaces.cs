using Selvedge.Control.Documents;
using Selvedge.Core.Geography;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Compile;

/// <summary>Where a site is placed, and where the law lets it be. Pure.</summary>
public static class SitePlaces
{
    /// <summary>Whether the site is placed at the location: where its own document names its locations, by that; else
    /// by the plan of its namespace; without one everywhere.</summary>
    public static bool IsPlaced(NetworkDocuments documents, Site site, string location)
    {
        var placement = site.Spec.Placement;
        return !placement.MustNotInclude.Contains(location, StringComparer.Ordinal)
            && (placement.Policy == "static"
                ? placement.Locations.Contains(location, StringComparer.Ordinal)
                : IsPlanned(documents, site.Metadata.Namespace, location));
    }

    /// <summary>Whether the plan of a namespace puts anything at the location; without a plan it does
    /// everywhere.</summary>
    public static bool IsPlanned(NetworkDocuments documents, string space, string location) =>
        documents.Plans.GetValueOrDefault(space)?.Places(location) ?? true;

    /// <summary>Null where the site may be served at the location; else why not, in one sentence.</summary>
    public static string? DisallowedBecause(Site site, Location location)
    {
        var process = site.Spec.Residency.Process;
        return process.IsEmpty || process.Any(area => Countries.RegionMatches(location.Spec.Country, area))
            ? null
            : $"The site may be processed in {string.Join(", ", process)} only; {location.Metadata.Name} is in "
                + $"{location.Spec.Country}.";
    }
}
