using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Routing;

/// <summary>Decides what a node announces. Pure.</summary>
/// <remarks><para>A prefix is announced where the verdict table sends users for every site behind it, and by the nodes
/// that it names. A place that was taken out of service first asks to be avoided, then withdraws. A node whose own
/// service fails withdraws at once and waits for no verdict.</para>
/// <para>The last places of a prefix are not given up: an address that nobody announces is worse than one where some
/// requests fail. All nodes rank the places of a prefix by the same table, so all agree on which are the last ones. A
/// failed check of one's own counts only while the table says that enough others are open; where many fail in one
/// moment, the next table calls the last ones back.</para></remarks>
public sealed class AnnouncementDecider(AnnouncementPolicy policy)
{
    /// <summary>One decision for each prefix, sorted by name.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="previous">The decisions before; empty at first.</param>
    public ImmutableArray<Announcement> Decide(AnnouncementScene scene, ImmutableArray<Announcement> previous)
    {
        var before = previous.ToDictionary(announcement => announcement.Prefix, StringComparer.Ordinal);
        return
        [
            .. scene.Prefixes
                .OrderBy(prefix => prefix.Name, StringComparer.Ordinal)
                .Select(prefix => Decide(scene, prefix, before.GetValueOrDefault(prefix.Name))),
        ];
    }

    private Announcement Decide(AnnouncementScene scene, RoutedPrefix prefix, Announcement? before)
    {
        before ??= new Announcement(
            prefix.Name, AnnouncementState.Withdrawn, AnnouncementReasons.Recovering, "", scene.Now, scene.Now, "");
        var want = scene.StoppingSince is { } since ? Stop(scene, since, before) : Want(scene, prefix, before);
        if (want.State == before.State)
        {
            // A fault that shows while it is away for another reason does not prolong that.
            return before with { Reason = want.Reason, Detail = want.Detail };
        }

        var faulty = want.Reason is not (AnnouncementReasons.Drained or AnnouncementReasons.Stopping);
        var gone = want.State == AnnouncementState.Withdrawn;
        return new Announcement(
            prefix.Name, want.State, want.Reason, want.Detail, scene.Now,
            gone && faulty ? scene.Now + policy.ReturnAfter : scene.Now, gone ? want.Reason : "");
    }

    private Wish Stop(AnnouncementScene scene, DateTimeOffset since, Announcement before) =>
        before.State != AnnouncementState.Withdrawn && scene.Now - since < policy.StopDrainFor
            ? new Wish(AnnouncementState.Draining, AnnouncementReasons.Stopping, "The node is told to stop.")
            : new Wish(AnnouncementState.Withdrawn, AnnouncementReasons.Stopping, "The node is told to stop.");

    private Wish Want(AnnouncementScene scene, RoutedPrefix prefix, Announcement before)
    {
        if (scene.Verdicts.Epoch == 0)
        {
            return new Wish(
                before.State, AnnouncementReasons.NoVerdicts, "The node has not heard where users may be sent.");
        }

        var ranking = PrefixPlace.Rank(prefix, scene.Verdicts);
        var at = ranking.TakeWhile(place => place.Location != scene.Location).Count();
        if (at == ranking.Length)
        {
            return new Wish(
                AnnouncementState.Withdrawn, AnnouncementReasons.OtherLocations,
                $"{scene.Location} is not among the locations of {prefix.Name}.");
        }

        if (ranking[at].IsUnwanted)
        {
            return new Wish(AnnouncementState.Withdrawn, AnnouncementReasons.VerdictShut, Why(ranking[at]));
        }

        var keep = Math.Max(1, prefix.KeepAtLeast);
        var wish = Weigh(ranking[at], scene, before, kept: at < keep, keep);
        wish = wish.State == AnnouncementState.Withdrawn || !scene.Check.Failed
            ? wish
            : Fail(wish, ranking, scene, keep);
        // One more than have to be kept: one of them may fail in a way that the table does not know yet.
        var needed = ranking.Count(place => place.IsOpen) <= keep
            || (at <= keep && before.WithdrawnFor != AnnouncementReasons.LocalCheckFailed);
        return Return(wish, scene, before, needed);
    }

    private Wish Weigh(PrefixPlace here, AnnouncementScene scene, Announcement before, bool kept, int keep)
    {
        if (here.Names(scene.Node))
        {
            return here.Held
                ? new Wish(AnnouncementState.Announced, AnnouncementReasons.LastPlaces, Last(keep, Why(here)))
                : new Wish(AnnouncementState.Announced, AnnouncementReasons.Serviceable, "");
        }

        if (here.IsOpen)
        {
            return new Wish(
                AnnouncementState.Withdrawn, AnnouncementReasons.NodeNotNamed,
                $"Users are sent to {string.Join(", ", here.Nodes)} here, not to {scene.Node}.");
        }

        if (kept)
        {
            return new Wish(
                here.Drained ? AnnouncementState.Draining : AnnouncementState.Announced,
                AnnouncementReasons.LastPlaces, Last(keep, Why(here)));
        }

        if (!here.Drained)
        {
            return new Wish(AnnouncementState.Withdrawn, AnnouncementReasons.VerdictShut, Why(here));
        }

        var drained = before.State == AnnouncementState.Withdrawn
            || (before.State == AnnouncementState.Draining && scene.Now - before.Since >= policy.DrainFor);
        return new Wish(
            drained ? AnnouncementState.Withdrawn : AnnouncementState.Draining, AnnouncementReasons.Drained, Why(here));
    }

    private static Wish Fail(Wish wish, ImmutableArray<PrefixPlace> ranking, AnnouncementScene scene, int keep)
    {
        var others = ranking.Count(place => place.Location == scene.Location
            ? place.IsOpenWithout(scene.Node)
            : place.IsOpen);
        return others >= keep
            ? new Wish(AnnouncementState.Withdrawn, AnnouncementReasons.LocalCheckFailed, scene.Check.Detail)
            : wish with { Reason = AnnouncementReasons.LastPlaces, Detail = Last(keep, scene.Check.Detail) };
    }

    // What was away comes back once it has proven itself. Only what is needed does not wait: all that are open might be
    // waiting. A flaky service of its own is no reason to hurry, as long as others are open.
    private Wish Return(Wish wish, AnnouncementScene scene, Announcement before, bool needed)
    {
        var proven = scene.Check.GoodInRow >= policy.GoodChecksMin && (needed || scene.Now >= before.ReturnAt);
        if (before.State != AnnouncementState.Withdrawn
            || wish.State == AnnouncementState.Withdrawn
            || wish.Reason == AnnouncementReasons.LastPlaces
            || proven)
        {
            return wish;
        }

        return new Wish(
            AnnouncementState.Withdrawn, AnnouncementReasons.Recovering,
            string.Create(
                CultureInfo.InvariantCulture,
                $"It is announced after {policy.GoodChecksMin} good checks, and not before "
                    + $"{before.ReturnAt.UtcDateTime:HH:mm:ss} UTC."));
    }

    private static string Why(PrefixPlace here) => here.Cause is not { } verdict
        ? here.Held ? "No other place is left." : "The place is drained."
        : verdict.FindCause() is { } shut
            ? $"{verdict.Site} is not served here: {shut.Gate} is shut, {shut.Reason}."
            : $"{verdict.Site} is not served here: no verdict names this place.";

    private static string Last(int keep, string why) => string.Create(
        CultureInfo.InvariantCulture, $"It never leaves its last {(keep == 1 ? "place" : $"{keep} places")}. {why}");

    private readonly record struct Wish(AnnouncementState State, string Reason, string Detail);
}
