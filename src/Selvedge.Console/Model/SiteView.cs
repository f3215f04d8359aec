using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Console.Model;

/// <summary>A site with its verdicts.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Hostnames">What it serves.</param>
/// <param name="Verdicts">Sorted by location.</param>
/// <param name="Condition">The reason of the condition Ready; may be empty.</param>
/// <param name="Message">The message of the condition Ready; may be empty.</param>
internal sealed record SiteView(
    SiteId Id,
    ImmutableArray<string> Hostnames,
    ImmutableArray<VerdictView> Verdicts,
    string Condition,
    string Message)
{
    /// <summary>The verdicts of the places that the plan gives the site.</summary>
    public IEnumerable<VerdictView> Placed => Verdicts.Where(verdict => verdict.Standing != Standing.Unplaced);

    /// <summary>How the site stands over the places that the plan gives it.</summary>
    public Standing Standing => Standings.Of(Placed.Select(verdict => verdict.Standing));
}
