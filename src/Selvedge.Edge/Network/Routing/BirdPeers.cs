using System.Text;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Writes the session with a neighbour: what it is told, and what is accepted from it.</summary>
internal static class BirdPeers
{
    /// <summary>Adds the filters and the session.</summary>
    public static void Write(StringBuilder text, RoutingSection section, RoutingPeer peer)
    {
        Import(text, peer);
        Export(text, section, peer);
        Session(text, peer);
    }

    /// <summary>Adds the session alone. While its text stays, the session stays.</summary>
    public static StringBuilder Session(StringBuilder text, RoutingPeer peer)
    {
        var six = BirdConfiguration.IsSix(peer.Address);
        text.Line($"protocol bgp {BirdNames.Quote(BirdNames.Peer(peer.Name))} {{");
        text.Line(Number($"  local as {peer.LocalAsn}; neighbor {peer.Address} as {peer.PeerAsn};"));
        if (peer.Password.Length > 0)
        {
            text.Line($"  password \"{peer.Password}\";");
        }

        text.Line(Number($"  hold time {(long)peer.HoldTime.TotalSeconds};"));
        text.Line("  connect delay time 1; connect retry time 5; error wait time 1, 30;");
        text.Line($"  graceful restart {(peer.GracefulRestart ? "on" : "off")}; long lived graceful restart off;");
        if (peer.Bfd is { } bfd)
        {
            var interval = (long)bfd.Interval.TotalMilliseconds;
            text.Line(Number($"  bfd {{ min rx interval {interval} ms; min tx interval {interval} ms;"))
                .Line(Number($"    multiplier {bfd.Multiplier}; }};"));
        }

        // What is refused counts too: a neighbour that leaks the whole table is shut for a while. The table of what
        // came lets a new filter, or a new ROA, judge it again without a word to the neighbour, who may not answer.
        text.Line($"  {(six ? "ipv6" : "ipv4")} {{")
            .Line("    import table on; import keep filtered on;")
            .Line(Number($"    receive limit {peer.PrefixesMax} action restart;"))
            .Line($"    import filter {BirdNames.Quote(BirdNames.Import(peer.Name))};")
            .Line($"    export filter {BirdNames.Quote(BirdNames.Export(peer.Name))};").Line("  };");
        if (peer.FlowSpec)
        {
            text.Line($"  flow{(six ? 6 : 4)} {{ table {BirdConfiguration.FlowTable(six)};")
                .Line("    import none; export where source = RTS_STATIC; };");
        }

        return text.Line("}");
    }

    private static void Import(StringBuilder text, RoutingPeer peer)
    {
        var six = BirdConfiguration.IsSix(peer.Address);
        text.Line($"filter {BirdNames.Quote(BirdNames.Import(peer.Name))} {{");
        if (peer.Accept.IsEmpty)
        {
            text.Line("  reject;").Line("}");
            return;
        }

        text.Line($"  if ! (net ~ [ {string.Join(", ", peer.Accept)} ]) then reject;");
        if (!peer.RpkiCaches.IsEmpty)
        {
            text.Line($"  if roa_check({BirdConfiguration.RoaTable(six)}, net, bgp_path.last) = ROA_INVALID")
                .Line("    then reject;");
        }

        text.Line(Number($"  bgp_local_pref = {peer.LocalPreference};")).Line("  accept;").Line("}");
    }

    private static void Export(StringBuilder text, RoutingSection section, RoutingPeer peer)
    {
        var six = BirdConfiguration.IsSix(peer.Address);
        text.Line($"filter {BirdNames.Quote(BirdNames.Export(peer.Name))} {{");
        text.Line("  if source != RTS_STATIC then reject;");
        text.Line($"  if (65535,666) ~ bgp_community then {(peer.Blackhole ? "accept" : "reject")};");
        foreach (var prefix in section.Prefixes.Where(prefix => BirdConfiguration.IsSix(prefix.Prefix) == six))
        {
            text.Line($"  if net = {prefix.Prefix} then {{");
            if (prefix.Origin != peer.LocalAsn)
            {
                text.Line(Number($"    bgp_path.prepend({prefix.Origin});"));
            }

            for (var count = 0; count < peer.Prepend; count++)
            {
                text.Line(Number($"    bgp_path.prepend({peer.LocalAsn});"));
            }

            if (peer.Med is { } med)
            {
                text.Line(Number($"    bgp_med = {med};"));
            }

            foreach (var community in peer.Communities)
            {
                var large = community.Count(letter => letter == ':') == 2;
                text.Line($"    bgp_{(large ? "large_" : "")}community.add(({community.Replace(':', ',')}));");
            }

            text.Line("    accept;").Line("  }");
        }

        text.Line("  reject;").Line("}");
    }

    private static string Number(FormattableString line) => FormattableString.Invariant(line);
}
