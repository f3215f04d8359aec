using System.Collections.Immutable;
using System.Text.Json;

namespace Selvedge.Console.Model;

/// <summary>Folds the API's answers into a <see cref="NetworkView"/>. Pure.</summary>
internal static class NetworkFold
{
    /// <summary>The view after an update. Documents that cannot be read are counted and left out.</summary>
    public static NetworkView Apply(NetworkView view, ApiUpdate update)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(update);
        var next = update.Collection switch
        {
            ApiCollection.Sites => ApplySites(view, update),
            ApiCollection.Locations => ApplyLocations(view, update),
            ApiCollection.Nodes => ApplyNodes(view, update),
            ApiCollection.Events => ApplyEvents(view, update),
            _ => ApplyAddresses(view, update),
        };
        return update.Change == ApiChange.Listed ? next with { Listed = next.Listed.Add(update.Collection) } : next;
    }

    private static NetworkView ApplySites(NetworkView view, ApiUpdate update)
    {
        var sites = Fold(view.Sites, update, (JsonElement document, out SiteView site) =>
            ApiJson.TryReadSite(document, out site), site => site.Id, out var unreadable);
        var seen = view.Listed.Contains(ApiCollection.Sites)
            ? sites.Values.Where(site => view.Sites.TryGetValue(site.Id, out var old) && !ReferenceEquals(old, site))
                .SelectMany(site => Turns(view.Sites[site.Id], site, update.At))
            : [];
        return WithEvents(view with { Sites = sites, Unreadable = view.Unreadable + unreadable }, seen);
    }

    private static NetworkView ApplyLocations(NetworkView view, ApiUpdate update)
    {
        var locations = Fold(view.Locations, update, (JsonElement document, out LocationView location) =>
            ApiJson.TryReadLocation(document, out location), location => location.Name, out var unreadable);
        return view with { Locations = locations, Unreadable = view.Unreadable + unreadable };
    }

    private static NetworkView ApplyNodes(NetworkView view, ApiUpdate update)
    {
        var nodes = Fold(view.Nodes, update, (JsonElement document, out NodeView node) =>
            ApiJson.TryReadNode(document, out node), node => node.Name, out var unreadable);
        var seen = nodes.Values
            .Where(node => view.Nodes.TryGetValue(node.Name, out var old)
                && old.Ready is not null && node.Ready is not null && old.IsHeard != node.IsHeard)
            .Select(node => new EventView(
                $"seen/node/{node.Name}/{update.At.UtcTicks}", update.At, !node.IsHeard,
                node.IsHeard ? "NodeUp" : "NodeDown",
                $"{node.Name} at {node.Location} is {(node.IsHeard ? "up" : "down")}.",
                "Node", node.Name, 1, Seen: true));
        return WithEvents(view with { Nodes = nodes, Unreadable = view.Unreadable + unreadable }, seen);
    }

    private static NetworkView ApplyAddresses(NetworkView view, ApiUpdate update)
    {
        var unreadable = 0;
        var next = update.Collection switch
        {
            ApiCollection.Prefixes => view with
            {
                Prefixes = Fold<string, PrefixView>(
                    view.Prefixes, update, NetworkJson.TryReadPrefix, prefix => prefix.Name, out unreadable),
            },
            ApiCollection.Announcements => view with
            {
                Announcements = Fold<string, AnnouncementView>(
                    view.Announcements, update, NetworkJson.TryReadAnnouncement, one => one.Name, out unreadable),
            },
            ApiCollection.BgpPeers => view with
            {
                Peers = Fold<string, PeerView>(
                    view.Peers, update, NetworkJson.TryReadPeer, peer => peer.Name, out unreadable),
            },
            _ => view with
            {
                Aggregates = Fold<string, AggregateView>(
                    view.Aggregates, update, NetworkJson.TryReadAggregate, one => one.Name, out unreadable),
            },
        };
        return next with { Unreadable = next.Unreadable + unreadable };
    }

    // Events outlive their documents' time to live here: a relist adds, and only the limit forgets.
    private static NetworkView ApplyEvents(NetworkView view, ApiUpdate update)
    {
        if (update.Change == ApiChange.Removed)
        {
            return view;
        }

        var read = new List<EventView>();
        var unreadable = 0;
        foreach (var document in update.Objects)
        {
            if (ApiJson.TryReadEvent(document, update.At, out var happened))
            {
                read.Add(happened);
            }
            else
            {
                unreadable++;
            }
        }

        return WithEvents(view with { Unreadable = view.Unreadable + unreadable }, read);
    }

    private static IEnumerable<EventView> Turns(SiteView before, SiteView after, DateTimeOffset at)
    {
        foreach (var verdict in after.Verdicts)
        {
            var old = before.Verdicts.FirstOrDefault(one => one.Location == verdict.Location);
            if (old is null || old.Standing == verdict.Standing)
            {
                continue;
            }

            var why = (verdict.Cause ?? verdict.Shut.FirstOrDefault()) is { } cause
                ? $": {cause.Name} {cause.Reason}".TrimEnd()
                : "";
            var now = verdict.Standing switch
            {
                Standing.Serviceable => "serviceable",
                Standing.Held => $"held ({verdict.Held})",
                Standing.Unplaced => "no longer placed",
                Standing.Drained => "drained",
                _ => "shut",
            };
            yield return new EventView(
                $"seen/site/{after.Id}/{verdict.Location}/{at.UtcTicks}", at,
                verdict.Standing is Standing.Shut or Standing.Held, "VerdictChanged",
                $"{after.Id.Name} at {verdict.Location} is {now}{why}.", "Site", after.Id.ToString(), 1, Seen: true);
        }
    }

    private static NetworkView WithEvents(NetworkView view, IEnumerable<EventView> happened)
    {
        var fresh = happened.ToDictionary(one => one.Key, StringComparer.Ordinal);
        return fresh.Count == 0 ? view : view with
        {
            Events =
            [
                .. view.Events.Where(one => !fresh.ContainsKey(one.Key)).Concat(fresh.Values)
                    .OrderByDescending(one => one.At).ThenByDescending(one => one.Key, StringComparer.Ordinal)
                    .Take(Limits.EventsKept),
            ],
        };
    }

    private static ImmutableSortedDictionary<TKey, T> Fold<TKey, T>(
        ImmutableSortedDictionary<TKey, T> before, ApiUpdate update, TryRead<T> tryRead, Func<T, TKey> key,
        out int unreadable)
        where TKey : notnull
    {
        unreadable = 0;
        var next = update.Change == ApiChange.Listed ? before.Clear().ToBuilder() : before.ToBuilder();
        foreach (var document in update.Objects)
        {
            if (!tryRead(document, out var value))
            {
                unreadable++;
            }
            else if (update.Change == ApiChange.Removed)
            {
                next.Remove(key(value));
            }
            else
            {
                next[key(value)] = value;
            }
        }

        return next.ToImmutable();
    }

    private delegate bool TryRead<T>(JsonElement document, out T value);
}
