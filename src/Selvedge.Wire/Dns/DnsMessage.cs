using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Selvedge.Wire.Dns;

/// <summary>A decoded message, as a client reads a response. Made for tools and tests, not for a server's hot path.
/// </summary>
/// <param name="Header">The header.</param>
/// <param name="QuestionName">As text with the final dot, its case kept; empty where there is no question.</param>
/// <param name="QuestionType">The type asked for.</param>
/// <param name="Answers">The answer section.</param>
/// <param name="Authorities">The authority section.</param>
/// <param name="Additionals">The additional section without the OPT record.</param>
/// <param name="Opt">The OPT record (RFC 6891), or null.</param>
public sealed record DnsMessage(
    DnsHeader Header,
    string QuestionName,
    DnsType QuestionType,
    ImmutableArray<DnsRecord> Answers,
    ImmutableArray<DnsRecord> Authorities,
    ImmutableArray<DnsRecord> Additionals,
    DnsRecord? Opt)
{
    private const int RecordFixedBytes = 10;
    private const ushort ExtendedErrorCode = 15;

    /// <summary>The response code, with the upper bits of the OPT record.</summary>
    public DnsRcode Rcode => (DnsRcode)((Opt is null ? 0 : (int)(Opt.Ttl >> 24) << 4) | (int)Header.Rcode);

    /// <summary>The client subnet of the OPT record, or null.</summary>
    public ClientSubnet? Subnet =>
        FindOption(ClientSubnet.OptionCode) is { } option && ClientSubnet.TryRead(option.Span, out var subnet)
            ? subnet
            : null;

    /// <summary>The extended error (RFC 8914), or null.</summary>
    public int? ExtendedError => FindOption(ExtendedErrorCode) is { Length: >= 2 } option
        ? BinaryPrimitives.ReadUInt16BigEndian(option.Span)
        : null;

    /// <summary>Reads a whole message.</summary>
    /// <param name="packet">Without the length that TCP puts before it.</param>
    /// <param name="message">Where true is returned.</param>
    /// <param name="reason">One short sentence where false is returned; else empty.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> packet, [NotNullWhen(true)] out DnsMessage? message, out string reason)
    {
        message = null;
        if (!DnsHeader.TryRead(packet, out var header))
        {
            reason = "shorter than a header";
            return false;
        }

        var offset = DnsLimits.HeaderBytes;
        if (!TryQuestions(packet, header.Questions, ref offset, out var name, out var type)
            || !TryRecords(packet, header.Answers, ref offset, out var answers)
            || !TryRecords(packet, header.Authorities, ref offset, out var authorities)
            || !TryRecords(packet, header.Additionals, ref offset, out var additionals))
        {
            reason = "a name or record is malformed or cut off";
            return false;
        }

        if (offset != packet.Length)
        {
            reason = "bytes follow the last record";
            return false;
        }

        var opt = additionals.FirstOrDefault(record => record.Type == DnsType.OPT);
        additionals = additionals.RemoveAll(record => record.Type == DnsType.OPT);
        message = new DnsMessage(header, name, type, answers, authorities, additionals, opt);
        reason = "";
        return true;
    }

    private static bool TryQuestions(
        ReadOnlySpan<byte> packet, int count, ref int offset, out string name, out DnsType type)
    {
        (name, type) = ("", DnsType.None);
        Span<byte> wire = stackalloc byte[DnsLimits.NameBytesMax];
        for (; count > 0; count--)
        {
            if (DnsName.Decompress(packet, offset, wire, out var length, out var consumed) != DnsNameFault.None
                || packet.Length < offset + consumed + 4)
            {
                return false;
            }

            name = DnsNameText.Format(wire[..length]);
            type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + consumed)..]);
            offset += consumed + 4;
        }

        return true;
    }

    private static bool TryRecords(
        ReadOnlySpan<byte> packet, int count, ref int offset, out ImmutableArray<DnsRecord> records)
    {
        records = [];
        Span<byte> owner = stackalloc byte[DnsLimits.NameBytesMax];
        var found = ImmutableArray.CreateBuilder<DnsRecord>();
        for (; count > 0; count--)
        {
            if (DnsName.Decompress(packet, offset, owner, out var length, out var consumed) != DnsNameFault.None
                || packet.Length < offset + consumed + RecordFixedBytes)
            {
                return false;
            }

            var head = packet.Slice(offset + consumed, RecordFixedBytes);
            var dataStart = offset + consumed + RecordFixedBytes;
            var dataBytes = BinaryPrimitives.ReadUInt16BigEndian(head[8..]);
            var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(head);
            if (packet.Length < dataStart + dataBytes || !TryData(packet, type, dataStart, dataBytes, out var data))
            {
                return false;
            }

            found.Add(new DnsRecord(
                DnsNameText.Format(owner[..length]),
                type,
                (DnsClass)BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
                BinaryPrimitives.ReadUInt32BigEndian(head[4..]),
                data));
            offset = dataStart + dataBytes;
        }

        records = found.ToImmutable();
        return true;
    }

    // Only the types of RFC 1035 may have compressed names in their data (RFC 3597, section 4).
    private static bool TryData(ReadOnlySpan<byte> packet, DnsType type, int start, int bytes, out byte[] data)
    {
        data = packet.Slice(start, bytes).ToArray();
        var (prefix, names) = type switch
        {
            DnsType.NS or DnsType.CNAME => (0, 1),
            DnsType.MX => (2, 1),
            DnsType.SOA => (0, 2),
            _ => (0, 0),
        };
        if (names == 0)
        {
            return true;
        }

        if (bytes < prefix)
        {
            return false;
        }

        Span<byte> name = stackalloc byte[DnsLimits.NameBytesMax];
        using var decompressed = new MemoryStream();
        decompressed.Write(packet.Slice(start, prefix));
        var offset = start + prefix;
        for (; names > 0; names--)
        {
            if (DnsName.Decompress(packet, offset, name, out var length, out var consumed) != DnsNameFault.None)
            {
                return false;
            }

            decompressed.Write(name[..length]);
            offset += consumed;
        }

        if (offset > start + bytes)
        {
            return false;
        }

        decompressed.Write(packet[offset..(start + bytes)]);
        data = decompressed.ToArray();
        return true;
    }

    private ReadOnlyMemory<byte>? FindOption(ushort wanted)
    {
        var options = Opt?.Data ?? ReadOnlyMemory<byte>.Empty;
        while (options.Length >= 4)
        {
            var code = BinaryPrimitives.ReadUInt16BigEndian(options.Span);
            var length = BinaryPrimitives.ReadUInt16BigEndian(options.Span[2..]);
            if (options.Length < 4 + length)
            {
                return null;
            }

            if (code == wanted)
            {
                return options.Slice(4, length);
            }

            options = options[(4 + length)..];
        }

        return null;
    }
}
