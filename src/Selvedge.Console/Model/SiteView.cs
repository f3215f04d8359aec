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
    /// <summary>The verdicts of the places where plan and law put the site.</summary>
    public IEnumerable<VerdictView> Placed => Verdicts.Where(verdict => verdict.Standing != Standing.Unplaced);

    /// <summary>Whether users are sent anywhere for it.</summary>
    public bool Served => Verdicts.Any(verdict => verdict.Serviceable);

    /// <summary>How the site stands over those places. Where all of them are drained, nobody is served.</summary>
    public Standing Standing => Standings.Of(Placed.Select(verdict => verdict.Standing)) switch
    {
        Standing.Drained => Standing.Shut,
        var standing => standing,
    };
}
