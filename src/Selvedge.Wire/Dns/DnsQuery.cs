using System.Buffers.Binary;

namespace Selvedge.Wire.Dns;

/// <summary>A question as a client asks it.</summary>
/// <param name="Name">Fully qualified; the final dot may be left out. The case is kept.</param>
/// <param name="Type">What is asked for.</param>
public sealed record DnsQuery(string Name, DnsType Type)
{
    /// <summary>Any number; the response carries it back.</summary>
    public ushort Id { get; init; }

    /// <summary>The class. The default is the Internet.</summary>
    public DnsClass Class { get; init; } = DnsClass.IN;

    /// <summary>RD. The default is false: an authoritative server never recurses.</summary>
    public bool RecursionDesired { get; init; }

    /// <summary>The largest response taken over UDP; 0: without EDNS. The default is 1232.</summary>
    public ushort UdpBytes { get; init; } = DnsLimits.UdpBytesMax;

    /// <summary>The EDNS version; anything but the default, 0, is for tests.</summary>
    public byte EdnsVersion { get; init; }

    /// <summary>DO. The default is false.</summary>
    public bool DnssecOk { get; init; }

    /// <summary>For whom is asked (RFC 7871); null for the sender.</summary>
    public ClientSubnet? Subnet { get; init; }

    /// <summary>Writes the query.</summary>
    /// <returns>False where the name is none.</returns>
    public bool TryEncode(out byte[] packet, out DnsNameFault fault)
    {
        packet = [];
        if (!DnsNameText.TryParse(Name, out var name, out fault))
        {
            return false;
        }

        var hasEdns = UdpBytes > 0;
        var options = hasEdns && Subnet is { } subnet ? new byte[subnet.OptionBytes] : [];
        if (options.Length > 0)
        {
            Subnet!.Value.Write(options);
        }

        packet = new byte[DnsLimits.HeaderBytes + name.Length + 4 + (hasEdns ? 11 + options.Length : 0)];
        var flags = RecursionDesired ? DnsHeader.RecursionDesiredFlag : (ushort)0;
        new DnsHeader(Id, flags, 1, 0, 0, hasEdns ? (ushort)1 : (ushort)0).Write(packet);
        name.CopyTo(packet, DnsLimits.HeaderBytes);
        var rest = packet.AsSpan(DnsLimits.HeaderBytes + name.Length);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)Class);
        if (hasEdns)
        {
            WriteOpt(rest[4..], options);
        }

        return true;
    }

    private void WriteOpt(Span<byte> opt, byte[] options)
    {
        BinaryPrimitives.WriteUInt16BigEndian(opt[1..], (ushort)DnsType.OPT);
        BinaryPrimitives.WriteUInt16BigEndian(opt[3..], UdpBytes);
        opt[6] = EdnsVersion;
        BinaryPrimitives.WriteUInt16BigEndian(opt[7..], DnssecOk ? (ushort)0x8000 : (ushort)0);
        BinaryPrimitives.WriteUInt16BigEndian(opt[9..], (ushort)options.Length);
        options.CopyTo(opt[11..]);
    }
}
