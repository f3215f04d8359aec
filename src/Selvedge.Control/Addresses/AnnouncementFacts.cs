using System.Collections.Immutable;
using System.Net;
using Selvedge.Control.Documents;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Addresses;

/// <summary>Where prefixes may be announced, and what nodes say that they do. Pure.</summary>
internal static class AnnouncementFacts
{
    /// <summary>The name of the Announcement of a prefix at a location.</summary>
    public static string NameOf(string prefix, string location) => $"{prefix}.{location}";

    /// <summary>Every announcement that there is to be: one for each prefix at each location that it names, or that has
    /// a neighbour of its family.</summary>
    public static IEnumerable<AnnouncementSpec> Specs(NetworkDocuments network, DateTimeOffset now)
    {
        var addresses = network.Addresses;
        foreach (var prefix in addresses.Prefixes.Values.Where(prefix => prefix.Spec.Role != PrefixRole.Reserved))
        {
            foreach (var location in network.Locations.Values)
            {
                var peers = addresses.Peers.Values
                    .Where(peer => peer.Spec.Location == location.Metadata.Name).ToList();
                if (!IsWanted(prefix, location.Metadata.Name, peers))
                {
                    continue;
                }

                var provider = network.Providers.GetValueOrDefault(location.Spec.Provider);
                var decided = RouteAuthorities.Decide(
                    prefix, location, provider, peers, [.. addresses.Roas.Values], now);
                yield return new AnnouncementSpec
                {
                    Prefix = prefix.Metadata.Name,
                    Location = location.Metadata.Name,
                    Allowed = decided.Allowed,
                    Reason = decided.Reason,
                    Detail = decided.Detail,
                };
            }
        }
    }

    /// <summary>What the nodes of a location do with a prefix.</summary>
    public static AnnouncementStatus StatusOf(
        AnnouncementSpec spec, NetworkDocuments network, IReadOnlyDictionary<string, NodeStatus> live)
    {
        if (!spec.Allowed)
        {
            return new AnnouncementStatus { Desired = "Refused", Reason = spec.Reason, Detail = spec.Detail };
        }

        var nodes = network.NodesAt(spec.Location)
            .Select(node => AtNode(spec.Prefix, node.Metadata.Name, live.GetValueOrDefault(node.Metadata.Name)))
            .ToImmutableArray();
        var leading = nodes.MinBy(node => Rank(node.Desired));
        return new AnnouncementStatus
        {
            Desired = leading is { Desired: "Announced" or "Draining" or "Withdrawn" } ? leading.Desired : "Unknown",
            Observed = nodes.Sum(node => node.Observed),
            Reason = leading?.Reason ?? "NoNode",
            Detail = leading?.Detail ?? $"{spec.Location} has no node.",
            Since = leading is null ? null : ReportOf(live.GetValueOrDefault(leading.Node), spec.Prefix)?.Since,
            Nodes = nodes,
        };
    }

    /// <summary>How the sessions with a peer are.</summary>
    public static BgpPeerStatus StatusOf(
        BgpPeer peer, NetworkDocuments network, IReadOnlyDictionary<string, NodeStatus> live) => new()
        {
            Sessions =
            [
                .. network.NodesAt(peer.Spec.Location).Select(node => node.Metadata.Name)
                    .Where(node => peer.Spec.Node.Length == 0 || node == peer.Spec.Node)
                    .Select(node => SessionOf(peer.Metadata.Name, node, live.GetValueOrDefault(node))),
            ],
        };

    /// <summary>Whether some node says that a neighbour is told of the prefix.</summary>
    public static bool IsTold(string prefix, IEnumerable<NodeStatus> live) =>
        live.Any(status => ReportOf(status, prefix) is { Observed: > 0 });

    private static bool IsWanted(Prefix prefix, string location, IEnumerable<BgpPeer> peers) =>
        prefix.Spec.Locations.Length > 0
            ? prefix.Spec.Locations.Contains(location, StringComparer.Ordinal)
            : IPNetwork.TryParse(prefix.Spec.Network, out var network) && peers.Any(peer =>
                IPAddress.TryParse(peer.Spec.Address, out var address)
                && address.AddressFamily == network.BaseAddress.AddressFamily);

    private static AnnouncementReport? ReportOf(NodeStatus? status, string prefix) =>
        status?.Network?.Routing?.Announcements.FirstOrDefault(report => report.Prefix == prefix);

    private static AnnouncementAtNode AtNode(string prefix, string node, NodeStatus? status) =>
        status is null ? new AnnouncementAtNode(node, "Unknown", "NodeSilent", $"{node} is silent.", 0)
        : status.Network?.Routing is { Off.Length: > 0 } routing
            ? new AnnouncementAtNode(node, "Off", "RoutingOff", routing.Off, 0)
        : ReportOf(status, prefix) is { } report
            ? new AnnouncementAtNode(node, report.Desired, report.Reason, report.Detail, report.Observed)
        : new AnnouncementAtNode(node, "Unknown", "NotYet", $"{node} has not said anything of it yet.", 0);

    private static BgpSession SessionOf(string peer, string node, NodeStatus? status) =>
        status is null ? new BgpSession(node, "Silent", $"{node} is silent.", 0, 0)
        : status.Network?.Routing is { Off.Length: > 0 } routing ? new BgpSession(node, "Off", routing.Off, 0, 0)
        : status.Network?.Routing?.Peers.FirstOrDefault(report => report.Peer == peer) is { } session
            ? new BgpSession(node, session.State, session.Detail, session.Received, session.Announced)
        : new BgpSession(node, "Unknown", $"{node} has not said anything of it yet.", 0, 0);

    private static int Rank(string desired) => desired switch
    {
        "Announced" => 0,
        "Draining" => 1,
        "Withdrawn" => 2,
        "Off" => 3,
        _ => 4,
    };
}
