using Selvedge.Core.Geography;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Compile;

/// <summary>Where a site is placed, and where the law lets it be. Pure.</summary>
public static class SitePlaces
{
    /// <summary>Whether the plan puts the site at the location.</summary>
    public static bool IsPlaced(Site site, string location)
    {
        var placement = site.Spec.Placement;
        return !placement.MustNotInclude.Contains(location, StringComparer.Ordinal)
            && (placement.Policy != "static" || placement.Locations.Contains(location, StringComparer.Ordinal));
    }

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
