using System.Collections.Immutable;
using Selvedge.Console.Model;

namespace Selvedge.Console.Pages.Network;

/// <summary>What the regions of the Network page draw, at one instant.</summary>
/// <param name="page">The picture.</param>
internal sealed class NetworkModel(PageModel page)
{
    private static readonly ImmutableArray<ApiCollection> All =
    [
        ApiCollection.Nodes, ApiCollection.Prefixes, ApiCollection.Announcements, ApiCollection.BgpPeers,
        ApiCollection.Aggregates,
    ];

    /// <summary>Every prefix with its announcements.</summary>
    public ImmutableArray<PrefixRow> Prefixes { get; } = PrefixRow.Of(page.View);

    /// <summary>Every virtual address with its balancers.</summary>
    public ImmutableArray<ServiceRow> Services { get; } = ServiceRow.Of(page.View);

    /// <summary>What is off.</summary>
    public ImmutableArray<OffPart> Offs { get; } = OffPart.Of(page.View);

    /// <summary>The nodes that defend themselves, by name.</summary>
    public ImmutableArray<NodeView> Defended { get; } =
        [.. page.View.Nodes.Values.Where(node => node.Network?.Defence is { Off: "" })];

    /// <summary>Every session with its peer.</summary>
    public IEnumerable<(PeerView Peer, Core.Resources.BgpSession Session)> Sessions =>
        page.View.Peers.Values.SelectMany(peer => peer.Sessions.Select(session => (peer, session)));

    /// <summary>Whether all that the page shows was read, or is known not to be readable.</summary>
    public bool IsRead => All.All(one => page.View.Listed.Contains(one) || page.Link.Withheld.ContainsKey(one));

    /// <summary>Why some of it cannot be read, in the API's words; empty: all of it was read.</summary>
    public string Withheld => WithheldOf(All);

    /// <summary>Whether there is nothing to show: no document, and no node with a part.</summary>
    public bool IsEmpty => IsRead && Withheld.Length == 0 && Prefixes.IsEmpty && page.View.Peers.IsEmpty
        && page.View.Aggregates.IsEmpty && page.View.Nodes.Values.All(node => node.Network is null
            or { Routing: null, Balancer: null, Defence: null });

    /// <summary>How the worst prefix, session, address or part stands.</summary>
    public Standing Standing =>
        !IsRead ? page.LinkDown ? Standing.Shut : Standing.Unknown
        : IsEmpty ? Standing.Unknown
        : Prefixes.Any(row => row.IsNowhere) || Services.Any(row => row.Standing == Standing.Shut) ? Standing.Shut
        : Prefixes.Any(row => row.Standing is Standing.Shut or Standing.Degraded || row.Troubles.Any())
            || Sessions.Any(one => one.Session.State != "Established")
            || Services.Any(row => row.Standing == Standing.Degraded)
            || Offs.Length > 0 || Withheld.Length > 0 ? Standing.Degraded
        : Standing.Serviceable;

    /// <summary>Whether collections were read.</summary>
    public bool IsListed(IEnumerable<ApiCollection> needs) => needs.All(page.View.Listed.Contains);

    /// <summary>Why one of them cannot be read, in the API's words; empty where none is known not to be.</summary>
    public string WithheldOf(IEnumerable<ApiCollection> needs) =>
        needs.Select(one => page.Link.Withheld.GetValueOrDefault(one, ""))
            .FirstOrDefault(words => words.Length > 0) ?? "";
}
