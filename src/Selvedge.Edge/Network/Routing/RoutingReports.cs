using System.Collections.Immutable;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Says how a node's routing is.</summary>
internal static class RoutingReports
{
    /// <summary>The report.</summary>
    /// <param name="section">What was to be done.</param>
    /// <param name="node">By whom.</param>
    /// <param name="decisions">What was decided.</param>
    /// <param name="sight">What was seen.</param>
    /// <param name="off">Why nothing is done; empty: it is.</param>
    /// <param name="problem">What is wrong beside that; may be empty.</param>
    public static RoutingReport Of(
        RoutingSection section,
        string node,
        ImmutableArray<Announcement> decisions,
        BirdSight sight,
        string off,
        string problem)
    {
        var peers = BirdConfiguration.PeersOf(section, node).OrderBy(peer => peer.Name, StringComparer.Ordinal);
        return new RoutingReport(
            off,
            [.. peers.Select(peer => Of(peer, sight))],
            [.. decisions.Select(decision => Of(section, decision, sight))])
        {
            Problem = problem,
        };
    }

    /// <summary>Whether two say the same.</summary>
    public static bool Same(RoutingReport? one, RoutingReport? other) =>
        ReferenceEquals(one, other)
        || (one is not null && other is not null && one.Off == other.Off && one.Problem == other.Problem
            && one.Peers.SequenceEqual(other.Peers) && one.Announcements.SequenceEqual(other.Announcements));

    private static PeerReport Of(RoutingPeer peer, BirdSight sight)
    {
        if (sight.Find(BirdNames.Peer(peer.Name)) is not { } protocol)
        {
            return new PeerReport(peer.Name, "Down", "BIRD does not run the session.", null, 0, 0);
        }

        var state = protocol.BgpState.Length > 0 ? protocol.BgpState : "Down";
        var detail = state == "Established" ? ""
            : protocol.LastError.Length > 0 ? protocol.LastError
            : protocol.Info;
        return new PeerReport(
            peer.Name, state, detail, protocol.Since, protocol.Imported,
            sight.Exports.TryGetValue(protocol.Name, out var networks) ? networks.Length : 0);
    }

    private static AnnouncementReport Of(RoutingSection section, Announcement decision, BirdSight sight)
    {
        var network = section.Prefixes.FirstOrDefault(prefix => prefix.Name == decision.Prefix)?.Prefix ?? "";
        return new AnnouncementReport(
            decision.Prefix,
            decision.State.ToString(),
            decision.Reason,
            decision.Detail,
            sight.Exports.Values.Count(networks => networks.Contains(network, StringComparer.Ordinal)),
            decision.Since);
    }
}
