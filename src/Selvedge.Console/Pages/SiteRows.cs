using Selvedge.Console.Model;

namespace Selvedge.Console.Pages;

/// <summary>Chooses the verdicts of a site that are drawn. Pure.</summary>
internal static class SiteRows
{
    /// <summary>By location; where they are too many, those that need attention and then the first others.</summary>
    public static VerdictView[] Of(SiteView site)
    {
        ArgumentNullException.ThrowIfNull(site);
        var worth = site.Verdicts.Length <= Limits.UnplacedShown ? site.Verdicts : site.Placed;
        return
        [
            .. worth.OrderBy(verdict => IsWell(verdict.Standing) ? 1 : 0)
                .ThenBy(verdict => verdict.Location, StringComparer.Ordinal)
                .Take(Limits.RowsShownBySite)
                .OrderBy(verdict => verdict.Location, StringComparer.Ordinal),
        ];
    }

    private static bool IsWell(Standing standing) =>
        standing is Standing.Serviceable or Standing.Unplaced or Standing.Drained;
}
