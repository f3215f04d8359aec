using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Console.Model;

/// <summary>All that the console knows of the network. Immutable.</summary>
internal sealed record NetworkView
{
    /// <summary>Knows nothing.</summary>
    public static NetworkView Empty { get; } = new();

    /// <summary>Which collections were listed at least once.</summary>
    public ImmutableHashSet<ApiCollection> Listed { get; init; } = [];

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<SiteId, SiteView> Sites { get; init; } =
        ImmutableSortedDictionary<SiteId, SiteView>.Empty;

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, LocationView> Locations { get; init; } =
        ImmutableSortedDictionary.Create<string, LocationView>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, NodeView> Nodes { get; init; } =
        ImmutableSortedDictionary.Create<string, NodeView>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, PrefixView> Prefixes { get; init; } =
        ImmutableSortedDictionary.Create<string, PrefixView>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, AnnouncementView> Announcements { get; init; } =
        ImmutableSortedDictionary.Create<string, AnnouncementView>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, PeerView> Peers { get; init; } =
        ImmutableSortedDictionary.Create<string, PeerView>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, AggregateView> Aggregates { get; init; } =
        ImmutableSortedDictionary.Create<string, AggregateView>(StringComparer.Ordinal);

    /// <summary>Newest first, at most <see cref="Limits.EventsKept"/>.</summary>
    public ImmutableArray<EventView> Events { get; init; } = [];

    /// <summary>Documents that could not be read, since the start.</summary>
    public long Unreadable { get; init; }

    /// <summary>Whether there is a picture to show: all but the events, which may be forbidden to a reader.</summary>
    public bool Complete =>
        Listed.Contains(ApiCollection.Sites)
        && Listed.Contains(ApiCollection.Locations)
        && Listed.Contains(ApiCollection.Nodes);

    /// <summary>The epoch of the newest verdict table that a site or a node tells of; 0 where none does.</summary>
    public long VerdictEpoch =>
        Sites.Values.SelectMany(site => site.Verdicts).Select(verdict => verdict.Epoch)
            .Concat(Nodes.Values.Select(node => node.VerdictEpoch)).DefaultIfEmpty().Max();

    /// <summary>How the network stands: as its sites do.</summary>
    public Standing Standing => Standings.Of(Sites.Values.Select(site => site.Standing));

    /// <summary>The verdicts of every site at a location, by site.</summary>
    public ILookup<string, VerdictView> VerdictsByLocation =>
        Sites.Values.SelectMany(site => site.Verdicts).ToLookup(verdict => verdict.Location, StringComparer.Ordinal);

    /// <summary>Newest first, each told once: a change that the API tells too is left to the API.</summary>
    public IEnumerable<EventView> RecentEvents =>
        Events.Where(one => !one.Seen || !Events.Any(other =>
            !other.Seen
            && other.Kind == one.Kind
            && other.Subject == one.Subject
            && (other.At - one.At).Duration() <= Limits.EventTwin));
}
