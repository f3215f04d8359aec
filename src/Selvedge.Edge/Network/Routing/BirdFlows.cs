using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Writes flow specifications (RFC 8955, RFC 8956).</summary>
internal static class BirdFlows
{
    private static readonly ImmutableArray<string> Flags = ["fin", "syn", "rst", "psh", "ack", "urg"];

    /// <summary>Adds one static protocol for each family that a neighbour takes.</summary>
    public static void Write(StringBuilder text, RoutingSection section, List<RoutingPeer> peers)
    {
        foreach (var six in new[] { false, true })
        {
            if (!peers.Exists(peer => peer.FlowSpec && BirdConfiguration.IsSix(peer.Address) == six))
            {
                continue;
            }

            text.Line($"protocol static 'f.{(six ? 6 : 4)}' {{")
                .Line($"  flow{(six ? 6 : 4)} {{ table {BirdConfiguration.FlowTable(six)}; }};");
            foreach (var flow in section.Flows.Where(flow => IsOf(flow, six)))
            {
                foreach (var destination in Destinations(section, flow, six))
                {
                    Write(text, flow, destination, six);
                }
            }

            text.Line("}");
        }
    }

    /// <summary>The value and the mask of <c>syn/syn,ack</c>; false where the text is anything else.</summary>
    public static bool TryFlags(string text, out int value, out int mask)
    {
        (value, mask) = (0, 0);
        return text.Split('/') is [var set, var looked] && TryBits(set, out value) && TryBits(looked, out mask)
            && (value & ~mask) == 0;
    }

    /// <summary>The number of a protocol; null where it is none.</summary>
    public static int? Protocol(string text, bool six) => text switch
    {
        "tcp" => 6,
        "udp" => 17,
        "icmp" => six ? 58 : 1,
        _ => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static bool TryBits(string text, out int bits)
    {
        bits = 0;
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var index = Flags.IndexOf(word.Trim());
            if (index < 0)
            {
                return false;
            }

            bits |= 1 << index;
        }

        return true;
    }

    private static bool IsOf(FlowFilter flow, bool six) =>
        new[] { flow.Destination, flow.Source }
            .Where(network => network.Length > 0).All(network => BirdConfiguration.IsSix(network) == six);

    // Neighbours take no flow without a destination that is the speaker's own (RFC 8955, section 6).
    private static IEnumerable<string> Destinations(RoutingSection section, FlowFilter flow, bool six) =>
        flow.Destination.Length > 0
            ? [flow.Destination]
            : section.Prefixes.Select(prefix => prefix.Prefix).Where(prefix => BirdConfiguration.IsSix(prefix) == six);

    private static void Write(StringBuilder text, FlowFilter flow, string destination, bool six)
    {
        List<string> parts = [$"dst {destination};"];
        if (flow.Source.Length > 0)
        {
            parts.Add($"src {flow.Source};");
        }

        if (flow.Protocol.Length > 0)
        {
            parts.Add($"{(six ? "next header" : "proto")} = {Protocol(flow.Protocol, six)};");
        }

        if (!flow.Ports.IsEmpty)
        {
            parts.Add($"dport {string.Join(',', flow.Ports)};");
        }

        if (!flow.SourcePorts.IsEmpty)
        {
            parts.Add($"sport {string.Join(',', flow.SourcePorts)};");
        }

        if (flow.LengthMin > 0 || flow.LengthMax > 0)
        {
            parts.Add(flow.LengthMax == 0
                ? $"length >= {flow.LengthMin};"
                : $"length {flow.LengthMin}..{flow.LengthMax};");
        }

        if (TryFlags(flow.TcpFlags, out var value, out var mask))
        {
            parts.Add($"tcp flags 0x{value:x}/0x{mask:x};");
        }

        text.Line($"  route flow{(six ? 6 : 4)} {{ {string.Join(' ', parts)} }}")
            .Line($"    {{ bgp_ext_community.add((generic,{Action(flow)})); }};");
    }

    // A rate of bytes of zero drops all (RFC 8955, section 7.1); a rate of packets is section 7.2. Both are floats.
    private static string Action(FlowFilter flow) => flow.PacketsPerSecond is not { } rate
        ? "0x80060000,0x0"
        : string.Create(
            CultureInfo.InvariantCulture, $"0x800c0000,0x{BitConverter.SingleToUInt32Bits(rate):x8}");
}
