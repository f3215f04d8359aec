using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Serviceability;

/// <summary>Keeps a verdict table from doing more harm than the fault it reacts to. Each guard was taught by a known
/// outage. Pure.</summary>
/// <remarks>A guard only ever holds a place that was serviceable a moment before; it never opens one. It never holds a
/// place against compliance.</remarks>
public sealed class VerdictGuards(VerdictPolicy policy)
{
    /// <summary>Why a place is held: nothing else would be left for the site.</summary>
    public const string LastPlace = "LastPlace";

    /// <summary>Why a place is held: too many locations fell silent in one moment.</summary>
    public const string TooManyAtOnce = "TooManyAtOnce";

    /// <summary>Why a place is held: the control plane has not listened for long enough to judge silence.</summary>
    public const string NoEvidenceYet = "NoEvidenceYet";

    /// <summary>The table to publish.</summary>
    /// <param name="weighed">The judge's strict verdicts, sorted.</param>
    /// <param name="evidence">What they were weighed from.</param>
    /// <param name="previous">The table in force.</param>
    /// <param name="recent">Tables that were in force within <see cref="VerdictPolicy.LastPlacesWindow"/>, the newest
    /// last.</param>
    /// <returns><paramref name="previous"/> itself where nothing changed; else a table with the next epoch.</returns>
    public VerdictTable Apply(
        ImmutableArray<Verdict> weighed,
        Evidence evidence,
        VerdictTable previous,
        IReadOnlyList<VerdictTable>? recent = null)
    {
        var before = Serviceable(previous);
        var lately = (recent ?? []).Select(Serviceable).Reverse().ToList();
        var silent = SilentPlaces(weighed, [before, .. lately]);
        var silentLocations = silent.Keys.Select(place => place.Location).ToHashSet(StringComparer.Ordinal);
        var locations = before.Keys.Select(place => place.Location).Union(silentLocations, StringComparer.Ordinal);
        var tooMany = silentLocations.Count > Math.Max(1, locations.Count() * policy.SilentClosuresShareMax);
        var why = !evidence.Complete ? NoEvidenceYet : tooMany ? TooManyAtOnce : null;

        var guarded = why is null
            ? weighed
            : [.. weighed.Select(verdict => silent.TryGetValue((verdict.Site, verdict.Location), out var good)
                ? Hold(verdict, good, why)
                : verdict)];
        guarded = HoldLastPlaces(guarded, before, lately);
        return SameAs(previous.Verdicts, guarded)
            ? previous
            : new VerdictTable(previous.Epoch + 1, evidence.Now, guarded);
    }

    /// <summary>Whether a table may replace another: it must be newer, sorted and free of doubles.</summary>
    public static bool MayReplace(VerdictTable present, VerdictTable next)
    {
        if (next.Epoch <= present.Epoch || next.Verdicts.IsDefault)
        {
            return false;
        }

        for (var i = 1; i < next.Verdicts.Length; i++)
        {
            if (VerdictOrder.Instance.Compare(next.Verdicts[i - 1], next.Verdicts[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<(SiteId Site, string Location), Verdict> Serviceable(VerdictTable table) =>
        table.Verdicts
            .Where(verdict => verdict.Serviceable)
            .ToDictionary(verdict => (verdict.Site, verdict.Location));

    private static ImmutableArray<Verdict> HoldLastPlaces(
        ImmutableArray<Verdict> verdicts,
        Dictionary<(SiteId Site, string Location), Verdict> before,
        List<Dictionary<(SiteId Site, string Location), Verdict>> lately)
    {
        var orphans = verdicts
            .GroupBy(verdict => verdict.Site)
            .Where(site => !site.Any(verdict => verdict.Serviceable))
            .Select(site => site.Key)
            .ToHashSet();
        if (orphans.Count == 0)
        {
            return verdicts;
        }

        var causes = verdicts
            .Where(verdict => before.ContainsKey((verdict.Site, verdict.Location)))
            .SelectMany(verdict => verdict.Shut.Select(shut => (verdict.Site, shut.Gate, shut.Reason)))
            .ToHashSet();
        return
        [
            .. verdicts.Select(verdict => orphans.Contains(verdict.Site) && !MayNotHold(verdict)
                && LastGood(verdict) is { } good ? Hold(verdict, good, LastPlace) : verdict),
        ];

        // In force until now; or shut a moment ago by nothing but the fault behind the site that shuts the last places
        // now. A place that is itself dead, or was taken out of service, is not called back.
        Verdict? LastGood(Verdict verdict)
        {
            var key = (verdict.Site, verdict.Location);
            return before.TryGetValue(key, out var good)
                || (verdict.Shut.All(shut => shut.Gate is Gate.Ready or Gate.Healthy
                        && causes.Contains((verdict.Site, shut.Gate, shut.Reason)))
                    && lately.Any(table => table.TryGetValue(key, out good)))
                ? good
                : null;
        }
    }

    /// <summary>Places that are shut on silence alone, with how they were when they last served. Nodes fall silent one
    /// after another even when it is we who have gone deaf, so those that it shut a moment ago count too.</summary>
    private static Dictionary<(SiteId Site, string Location), Verdict> SilentPlaces(
        ImmutableArray<Verdict> weighed, List<Dictionary<(SiteId Site, string Location), Verdict>> served)
    {
        var silent = new Dictionary<(SiteId Site, string Location), Verdict>();
        foreach (var verdict in weighed.Where(verdict => !verdict.Serviceable && OnSilence(verdict)))
        {
            var place = (verdict.Site, verdict.Location);
            if (served.Find(table => table.ContainsKey(place)) is { } table)
            {
                silent[place] = table[place];
            }
        }

        return silent;
    }

    /// <summary>Nobody saw a failure and nobody decided anything: only words are missing.</summary>
    private static bool OnSilence(Verdict verdict) => verdict.Shut.All(shut => shut.Reason
        is "StatusStale" or "NeverReported" or "NotObserved" or "NotProbedYet");

    private static bool MayNotHold(Verdict verdict) => verdict.Shut.Any(shut => shut.Gate == Gate.Allowed);

    private static Verdict Hold(Verdict verdict, Verdict good, string why) =>
        verdict with { Serviceable = true, Nodes = good.Nodes, Held = why };

    // Details carry numbers that move at every look; they alone are no reason for a new epoch.
    private static bool SameAs(ImmutableArray<Verdict> left, ImmutableArray<Verdict> right) =>
        left.Length == right.Length
        && left.Zip(right).All(pair =>
            pair.First.Site == pair.Second.Site
            && pair.First.Location == pair.Second.Location
            && pair.First.Serviceable == pair.Second.Serviceable
            && pair.First.Held == pair.Second.Held
            && pair.First.Nodes.SequenceEqual(pair.Second.Nodes)
            && pair.First.Shut.Select(shut => (shut.Gate, shut.Reason))
                .SequenceEqual(pair.Second.Shut.Select(shut => (shut.Gate, shut.Reason))));
}
