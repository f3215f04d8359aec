namespace Selvedge.Core.Network.Defence;

/// <summary>What of a packet can tell an attack from users.</summary>
/// <param name="Destination">IPv4 in the lowest 32 bits.</param>
/// <param name="Source">Likewise.</param>
/// <param name="IsIPv6">Of which family both are.</param>
/// <param name="Protocol">As IANA numbers it.</param>
/// <param name="SourcePort">0 where the protocol has none.</param>
/// <param name="DestinationPort">0 where the protocol has none.</param>
/// <param name="Length">Bytes with the IP header.</param>
/// <param name="TcpFlags">0 where it is not TCP.</param>
/// <param name="Ttl">The hops left.</param>
public readonly record struct PacketFeatures(
    UInt128 Destination,
    UInt128 Source,
    bool IsIPv6,
    byte Protocol,
    ushort SourcePort,
    ushort DestinationPort,
    ushort Length,
    byte TcpFlags,
    byte Ttl)
{
    /// <summary>Internet control messages.</summary>
    public const byte Icmp = 1;

    /// <summary>TCP.</summary>
    public const byte Tcp = 6;

    /// <summary>UDP.</summary>
    public const byte Udp = 17;

    /// <summary>Internet control messages of IPv6.</summary>
    public const byte IcmpV6 = 58;

    private const int HeaderV4 = 20;
    private const int HeaderV6 = 40;
    private const byte FragmentHeader = 44;

    /// <summary>Whether it asks for a connection.</summary>
    public bool IsSyn => Protocol == Tcp && (TcpFlags & 0x12) == TcpFlagBits.Syn;

    /// <summary>Reads a packet that begins with its IP header. Of one that was cut, what is missing stays 0.</summary>
    /// <returns>False where it is no IP.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketFeatures features)
    {
        features = default;
        return packet.IsEmpty ? false
            : packet[0] >> 4 == 4 ? TryReadV4(packet, out features)
            : packet[0] >> 4 == 6 && TryReadV6(packet, out features);
    }

    private static bool TryReadV4(ReadOnlySpan<byte> packet, out PacketFeatures features)
    {
        features = default;
        var header = (packet[0] & 0xf) * 4;
        if (packet.Length < HeaderV4 || header < HeaderV4)
        {
            return false;
        }

        var later = (Whole(packet, 6) & 0x1fff) != 0;
        features = new PacketFeatures(
            Address(packet.Slice(16, 4)), Address(packet.Slice(12, 4)), false, packet[9], 0, 0, Whole(packet, 2), 0,
            packet[8]);
        features = later || packet.Length < header ? features : features.WithPorts(packet[header..]);
        return true;
    }

    private static bool TryReadV6(ReadOnlySpan<byte> packet, out PacketFeatures features)
    {
        features = default;
        if (packet.Length < HeaderV6)
        {
            return false;
        }

        var length = (ushort)Math.Min(ushort.MaxValue, Whole(packet, 4) + HeaderV6);
        var protocol = packet[6];
        var payload = packet[HeaderV6..];
        if (protocol == FragmentHeader && payload.Length >= 8)
        {
            var later = (Whole(payload, 2) & 0xfff8) != 0;
            protocol = payload[0];
            payload = later ? default : payload[8..];
        }

        features = new PacketFeatures(
            Address(packet.Slice(24, 16)), Address(packet.Slice(8, 16)), true, protocol, 0, 0, length, 0, packet[7])
            .WithPorts(payload);
        return true;
    }

    private PacketFeatures WithPorts(ReadOnlySpan<byte> payload) =>
        Protocol is not (Tcp or Udp) || payload.Length < 4 ? this : this with
        {
            SourcePort = Whole(payload, 0),
            DestinationPort = Whole(payload, 2),
            TcpFlags = Protocol == Tcp && payload.Length > 13 ? (byte)(payload[13] & TcpFlagBits.Judged) : (byte)0,
        };

    private static ushort Whole(ReadOnlySpan<byte> bytes, int at) => (ushort)((bytes[at] << 8) | bytes[at + 1]);

    private static UInt128 Address(ReadOnlySpan<byte> bytes)
    {
        var number = UInt128.Zero;
        foreach (var part in bytes)
        {
            number = (number << 8) | part;
        }

        return number;
    }
}
