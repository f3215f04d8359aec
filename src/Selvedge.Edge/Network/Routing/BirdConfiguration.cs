using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Writes BIRD's configuration of a node. The same section gives the same text.</summary>
/// <remarks>Each prefix has two static protocols, of which one at most is enabled: one announces it, the other one
/// announces it to be avoided and comes first where both are on. So a change from one to the other withdraws nothing,
/// and no decision needs a new configuration.</remarks>
internal static class BirdConfiguration
{
    /// <summary>The table of flow specifications of a family.</summary>
    public static string FlowTable(bool six) => six ? "flow6_out" : "flow4_out";

    /// <summary>The table of ROAs of a family.</summary>
    public static string RoaTable(bool six) => six ? "roa6_all" : "roa4_all";

    /// <summary>Whether a prefix or an address is IPv6.</summary>
    public static bool IsSix(string text) => text.Contains(':', StringComparison.Ordinal);

    /// <summary>The neighbours that a node speaks to.</summary>
    public static IEnumerable<RoutingPeer> PeersOf(RoutingSection section, string node) =>
        section.Peers.Where(peer => peer.Node.Length == 0 || peer.Node == node);

    /// <summary>The whole text.</summary>
    /// <param name="section">What may be announced, and to whom.</param>
    /// <param name="location">Of the node.</param>
    /// <param name="node">Its name.</param>
    /// <param name="announcements">What is announced from the start.</param>
    public static string Write(
        RoutingSection section, string location, string node, ImmutableArray<Announcement> announcements)
    {
        var text = new StringBuilder();
        var peers = PeersOf(section, node).ToList();
        Head(text, location, node, peers);
        foreach (var prefix in section.Prefixes)
        {
            var state = announcements.FirstOrDefault(announcement => announcement.Prefix == prefix.Name)?.State;
            Prefix(text, prefix, state ?? AnnouncementState.Withdrawn);
        }

        Blackholes(text, section, six: false);
        Blackholes(text, section, six: true);
        BirdFlows.Write(text, section, peers);
        foreach (var peer in peers)
        {
            BirdPeers.Write(text, section, peer);
        }

        Kernel(text, peers, six: false);
        Kernel(text, peers, six: true);
        return text.ToString();
    }

    /// <summary>Adds a line.</summary>
    public static StringBuilder Line(this StringBuilder text, string line) => text.Append(line).Append('\n');

    private static void Head(StringBuilder text, string location, string node, List<RoutingPeer> peers)
    {
        text.Line("# Written by Selvedge, and written again at every change.");
        text.Line("log stderr { info, remote, warning, error, auth, fatal, bug };");
        // Made of the name, so that an address that comes or goes ends no session.
        text.Line($"router id {RouterId($"{location}/{node}")};");
        text.Line("timeformat protocol iso long ms;");
        text.Line("protocol device { scan time 10; }");
        if (peers.Exists(peer => peer.Bfd is not null))
        {
            text.Line("protocol bfd 'bfd.all' { accept direct; }");
        }

        foreach (var six in new[] { false, true })
        {
            if (peers.Exists(peer => peer.FlowSpec && IsSix(peer.Address) == six))
            {
                text.Line($"flow{(six ? 6 : 4)} table {FlowTable(six)};");
            }
        }

        var caches = peers.SelectMany(peer => peer.RpkiCaches)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (caches.Count > 0)
        {
            text.Line($"roa4 table {RoaTable(six: false)};").Line($"roa6 table {RoaTable(six: true)};");
        }

        foreach (var cache in caches)
        {
            var endpoint = IPEndPoint.Parse(cache);
            text.Line($"protocol rpki {BirdNames.Quote(BirdNames.Rpki(cache))} {{");
            text.Line($"  roa4 {{ table {RoaTable(six: false)}; }};")
                .Line($"  roa6 {{ table {RoaTable(six: true)}; }};");
            text.Line(string.Create(
                CultureInfo.InvariantCulture, $"  remote {endpoint.Address} port {endpoint.Port};"));
            text.Line("  retry keep 5; refresh keep 60; expire keep 7200;").Line("}");
        }
    }

    private static void Prefix(StringBuilder text, RoutedPrefix prefix, AnnouncementState state)
    {
        var channel = IsSix(prefix.Prefix) ? "ipv6" : "ipv4";
        text.Line($"protocol static {BirdNames.Quote(BirdNames.Announce(prefix.Name))} {{");
        text.Line($"  {channel} {{ preference 200; }};{Disabled(state != AnnouncementState.Announced)}");
        text.Line($"  route {prefix.Prefix} blackhole;").Line("}");
        text.Line($"protocol static {BirdNames.Quote(BirdNames.Drain(prefix.Name))} {{");
        text.Line($"  {channel} {{ preference 210; }};{Disabled(state != AnnouncementState.Draining)}");
        text.Line($"  route {prefix.Prefix} blackhole {{ bgp_community.add((65535,0)); }};").Line("}");
    }

    private static string Disabled(bool disabled) => disabled ? " disabled;" : "";

    private static void Blackholes(StringBuilder text, RoutingSection section, bool six)
    {
        var hosts = section.Blackholes.Where(host => IsSix(host) == six).ToList();
        if (hosts.Count == 0)
        {
            return;
        }

        text.Line($"protocol static 'b.{(six ? 6 : 4)}' {{")
            .Line($"  {(six ? "ipv6" : "ipv4")} {{ preference 220; }};");
        foreach (var host in hosts)
        {
            // BLACKHOLE, and NO_EXPORT as RFC 7999, section 3.2 wants.
            text.Line($"  route {host} blackhole {{")
                .Line("    bgp_community.add((65535,666)); bgp_community.add((65535,65281));").Line("  };");
        }

        text.Line("}");
    }

    // Nothing but a default route that a neighbour's document accepts ever reaches the machine's own table.
    private static void Kernel(StringBuilder text, List<RoutingPeer> peers, bool six)
    {
        var all = six ? "::/0" : "0.0.0.0/0";
        if (peers.Exists(peer => IsSix(peer.Address) == six && peer.Accept.Contains(all, StringComparer.Ordinal)))
        {
            text.Line($"protocol kernel 'k.{(six ? 6 : 4)}' {{")
                .Line($"  {(six ? "ipv6" : "ipv4")} {{ import none; export where source = RTS_BGP && net = {all}; }};")
                .Line("}");
        }
    }

    private static IPAddress RouterId(string name) => new(
        BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)Math.Max(1u, BirdNames.Hash(name)))));
}
