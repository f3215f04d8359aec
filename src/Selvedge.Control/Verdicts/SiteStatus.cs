using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Verdicts;

/// <summary>The status of a Site document: what <c>kubectl get sites</c> and the console show.</summary>
/// <param name="ObservedGeneration">The generation of the spec that the verdicts are about.</param>
/// <param name="ServiceablePlaces">For people: <c>2/3</c>, of the places where plan and law want the site.</param>
/// <param name="Verdicts">By location.</param>
/// <param name="Conditions"><c>Ready</c>: at least one place is serviceable and none is held.</param>
internal sealed record SiteStatus(
    long ObservedGeneration,
    string ServiceablePlaces,
    ImmutableArray<SiteVerdict> Verdicts,
    ImmutableArray<Condition> Conditions)
{
    /// <summary>The status that a table gives a site.</summary>
    /// <param name="site">The document.</param>
    /// <param name="table">The table in force.</param>
    /// <param name="before">The status as it was, whose times are kept where nothing changed.</param>
    public static SiteStatus Of(Site site, VerdictTable table, SiteStatus? before)
    {
        var verdicts = table.Of(site.Id).Select(verdict => SiteVerdict.Of(verdict, table.Epoch, before))
            .ToImmutableArray();
        var wanted = table.Of(site.Id).Count(verdict => verdict.IsWanted());
        var serviceable = verdicts.Count(verdict => verdict.Serviceable);
        var held = verdicts.Any(verdict => verdict.Held is not null);
        var (status, reason, message) = (serviceable, held) switch
        {
            (0, _) => ("False", "NoServiceablePlace", "No place can serve the site; see status.verdicts."),
            (_, true) => ("False", "LastGoodHeld", "A guard holds the last good answer; see status.verdicts."),
            _ => ("True", "Serviceable", $"Users are served at {serviceable} of {wanted} places."),
        };
        var since = before?.Conditions.FirstOrDefault(condition => condition.Type == "Ready") is { } earlier
            && earlier.Status == status
                ? earlier.LastTransitionTime
                : table.ComputedAt;
        return new SiteStatus(
            site.Metadata.Generation,
            $"{serviceable}/{wanted}",
            verdicts,
            [new Condition("Ready", status, reason, message, since)]);
    }
}
