using System.Buffers.Binary;
using System.Globalization;

namespace Selvedge.Harness.Labs;

/// <summary>Writes the frames of a flood.</summary>
internal sealed class PacketFrame
{
    private const int Ethernet = 14;

    /// <summary>Prime: 65,000 of them go through half of all addresses.</summary>
    private const uint Stride = 40_009;

    private readonly PacketFlood _flood;
    private readonly byte[] _form;
    private readonly int _header;
    private readonly bool _isIPv6;
    private uint _random = 12345;

    public PacketFrame(PacketFlood flood)
    {
        _flood = flood;
        _isIPv6 = flood.To.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        _header = _isIPv6 ? 40 : 20;
        _form = new byte[Ethernet + Math.Max(flood.Length, _header + 20)];
        flood.Mac.Split(':').Select(part => byte.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToArray().CopyTo(_form, 0);
        _form[6] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(_form.AsSpan(12), (ushort)(_isIPv6 ? 0x86dd : 0x0800));
        var ip = _form.AsSpan(Ethernet);
        if (_isIPv6)
        {
            ip[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)(flood.Length - _header));
            (ip[6], ip[7]) = ((byte)flood.Protocol, (byte)flood.Ttl);
            flood.From.GetAddressBytes().CopyTo(ip[8..]);
            flood.To.GetAddressBytes().CopyTo(ip[24..]);
        }
        else
        {
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)flood.Length);
            BinaryPrimitives.WriteUInt16BigEndian(ip[6..], (ushort)(flood.Fragment ? 100 : 0));
            (ip[8], ip[9]) = ((byte)flood.Ttl, (byte)flood.Protocol);
            flood.From.GetAddressBytes().CopyTo(ip[12..]);
            flood.To.GetAddressBytes().CopyTo(ip[16..]);
        }
    }

    /// <summary>Bytes of one.</summary>
    public int Bytes => Ethernet + _flood.Length;

    /// <summary>Writes the next one.</summary>
    public void Write(Span<byte> frame)
    {
        _form.AsSpan(0, Bytes).CopyTo(frame);
        var ip = frame[Ethernet..Bytes];
        var dice = _random = (_random * 1664525) + 1013904223;
        Source(ip, (dice >> 8) % (uint)Math.Max(1, _flood.Sources) * (_flood.Spread ? Stride : 1));
        if (_flood.Ttl == 0)
        {
            ip[_isIPv6 ? 7 : 8] = (byte)(40 + ((dice >> 20) % 80));
        }

        Transport(ip[_header..], dice);
        if (!_isIPv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Fold(Sum(ip[..20])));
        }

        if (_flood.Protocol == 6)
        {
            Check(ip, 16);
        }
    }

    private static void Source(Span<byte> ip, uint number)
    {
        // The last half of an IPv4 source's four bytes, or of an IPv6 source's first eight: steps of a /64.
        var at = ip[12..];
        BinaryPrimitives.WriteUInt32BigEndian(at, BinaryPrimitives.ReadUInt32BigEndian(at) + number);
    }

    private void Transport(Span<byte> payload, uint dice)
    {
        if (_flood.Protocol is not (6 or 17))
        {
            return;
        }

        var source = _flood.SourcePort == 0 ? 1024 + ((dice >> 16) % 60_000) : (uint)_flood.SourcePort;
        var port = _flood.Port == 0 ? 1024 + ((dice >> 12) % 60_000) : (uint)_flood.Port;
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)source);
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)port);
        if (_flood.Protocol == 17)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[4..], (ushort)payload.Length);
            return;
        }

        BinaryPrimitives.WriteUInt32BigEndian(payload[4..], dice);
        payload[12] = (byte)(Math.Min(15, payload.Length / 4) << 4);
        payload[13] = (byte)_flood.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(payload[14..], 64_000);

        // Options: nothing but fillers, of as many bytes as the header has.
        payload[20..Math.Max(20, Math.Min(payload.Length, 60))].Fill(1);
    }

    private void Check(Span<byte> ip, int at)
    {
        var payload = ip[_header..];
        var addresses = _isIPv6 ? ip[8..40] : ip[12..20];
        BinaryPrimitives.WriteUInt16BigEndian(
            payload[at..], Fold(Sum(addresses) + Sum(payload) + (uint)_flood.Protocol + (uint)payload.Length));
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        }

        return sum + (bytes.Length % 2 == 1 ? (uint)bytes[^1] << 8 : 0);
    }

    private static ushort Fold(uint sum)
    {
        sum = (sum >> 16) + (sum & 0xffff);
        return (ushort)~((sum >> 16) + sum);
    }
}
