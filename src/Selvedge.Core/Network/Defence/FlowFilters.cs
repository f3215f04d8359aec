using System.Net.Sockets;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>What can be said of a <see cref="FlowFilter"/>. Pure.</summary>
public static class FlowFilters
{
    /// <summary>Ports of one filter: as many as a set that is looked up at once has room for.</summary>
    public const int PortsMax = 64;

    private const int PortMax = 65_535;
    private const int LengthMax = 65_535;
    private const int TtlMax = 255;

    /// <summary>Everything wrong with it, each with its field and the way out.</summary>
    public static IEnumerable<(string Field, string Message, string Fix)> Problems(FlowFilter filter)
    {
        foreach (var problem in Addresses(filter).Concat(Numbers(filter)))
        {
            yield return problem;
        }

        if (!IsProtocol(filter.Protocol))
        {
            yield return ("protocol", $"'{filter.Protocol}' is no protocol.",
                "Write tcp, udp, icmp, a number from 0 to 255, or leave it out.");
        }

        if (filter.TcpFlags.Length > 0 && !TcpFlagBits.TryParse(filter.TcpFlags, out _, out _))
        {
            yield return ("tcpFlags", $"'{filter.TcpFlags}' names no flags.",
                "Write those that are set, a slash, and those that are looked at, for example syn/syn,ack.");
        }

        if (filter.TcpFlags.Length > 0 && filter.Protocol is not ("" or "tcp" or "6"))
        {
            yield return ("tcpFlags", "Only TCP has flags.", "Write tcp as the protocol, or leave the flags out.");
        }

        if (!HasFeature(filter))
        {
            yield return ("", "It would drop everything that goes to the victim, which is what an attacker wants.",
                "Say what the attack's packets have in common: source, protocol, ports, sourcePorts, length, ttl or "
                + "tcpFlags.");
        }
    }

    /// <summary>Whether anything but the destination narrows it.</summary>
    public static bool HasFeature(FlowFilter filter) =>
        filter.Source.Length > 0 || filter.Protocol.Length > 0 || !filter.Ports.IsEmpty
        || !filter.SourcePorts.IsEmpty || filter.LengthMin > 0 || filter.LengthMax > 0 || filter.TcpFlags.Length > 0
        || filter.Ttl > 0;

    /// <summary>The filter in words, for people.</summary>
    public static string Describe(FlowFilter filter)
    {
        List<string> words = [filter.Protocol.Length > 0 ? filter.Protocol : "any protocol"];
        Say(filter.Source.Length > 0, $"from {filter.Source}");
        Say(!filter.SourcePorts.IsEmpty, $"from port {string.Join(',', filter.SourcePorts)}");
        Say(filter.Destination.Length > 0, $"to {filter.Destination}");
        Say(!filter.Ports.IsEmpty, $"to port {string.Join(',', filter.Ports)}");
        Say(filter.LengthMin > 0 || filter.LengthMax > 0, FormattableString.Invariant(
            $"of {filter.LengthMin} to {(filter.LengthMax == 0 ? LengthMax : filter.LengthMax)} bytes"));
        Say(filter.TcpFlags.Length > 0, $"with flags {filter.TcpFlags}");
        Say(filter.Ttl > 0, FormattableString.Invariant($"with {filter.Ttl} hops left"));
        Say(filter.PacketsPerSecond is not null, FormattableString.Invariant(
            $"beyond {filter.PacketsPerSecond} a second"));
        return string.Join(' ', words);

        void Say(bool it, string word)
        {
            if (it)
            {
                words.Add(word);
            }
        }
    }

    /// <summary>The number of a protocol as filters write it; null: any.</summary>
    public static int? Protocol(string text, bool isIPv6) => text switch
    {
        "" => null,
        "tcp" => PacketFeatures.Tcp,
        "udp" => PacketFeatures.Udp,
        "icmp" => isIPv6 ? PacketFeatures.IcmpV6 : PacketFeatures.Icmp,
        _ => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static bool IsProtocol(string text) => text is "" or "tcp" or "udp" or "icmp"
        || byte.TryParse(text, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out _);

    private static IEnumerable<(string Field, string Message, string Fix)> Addresses(FlowFilter filter)
    {
        var families = new HashSet<AddressFamily>();
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)
            [("destination", filter.Destination), ("source", filter.Source)])
        {
            if (text.Length == 0)
            {
                continue;
            }

            if (AddressSet.TryParse(text, out var address, out _))
            {
                families.Add(address.AddressFamily);
            }
            else
            {
                return [(field, $"'{text}' is no prefix.", "Write for example 192.0.2.1/32 or 2001:db8::/48.")];
            }
        }

        return families.Count > 1
            ? [("source", "It is of another IP version than the destination.", "Write both as IPv4 or both as IPv6.")]
            : [];
    }

    private static IEnumerable<(string Field, string Message, string Fix)> Numbers(FlowFilter filter)
    {
        foreach (var (field, ports) in new[] { ("ports", filter.Ports), ("sourcePorts", filter.SourcePorts) })
        {
            if (ports.Length > PortsMax || ports.Any(port => port is < 0 or > PortMax))
            {
                yield return (field, "It has a number that is no port, or too many.",
                    $"Write at most {PortsMax} numbers from 0 to {PortMax}.");
            }

            if (!ports.IsEmpty && filter.Protocol is not ("" or "tcp" or "udp" or "6" or "17"))
            {
                yield return (field, "Only TCP and UDP have ports.", "Write tcp or udp as the protocol.");
            }
        }

        if (filter.LengthMin is < 0 or > LengthMax || filter.LengthMax is < 0 or > LengthMax
            || (filter.LengthMax > 0 && filter.LengthMax < filter.LengthMin))
        {
            yield return ("lengthMax", "The lengths are no range.",
                $"Write 0 to {LengthMax}, the shortest not above the longest.");
        }

        if (filter.Ttl is < 0 or > TtlMax)
        {
            yield return ("ttl", "It is no number of hops.", $"Write 1 to {TtlMax}, or leave it out.");
        }

        if (filter.PacketsPerSecond is < 0)
        {
            yield return ("packetsPerSecond", "It is below 0.", "Write how many may pass, or leave it out.");
        }
    }
}
