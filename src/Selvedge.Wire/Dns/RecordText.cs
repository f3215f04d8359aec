using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Selvedge.Wire.Dns;

/// <summary>Data of records as people read it.</summary>
internal static class RecordText
{
    private const int StartNumbersBytes = 5 * sizeof(uint);

    /// <summary>As a master file writes it. Data that is not of the type's form is written as RFC 3597 does.</summary>
    internal static string Format(DnsType type, ReadOnlySpan<byte> data) => type switch
    {
        DnsType.A when data.Length == 4 => new IPAddress(data).ToString(),
        DnsType.AAAA when data.Length == 16 => new IPAddress(data).ToString(),
        DnsType.NS or DnsType.CNAME when IsName(data, 0, data.Length) => DnsNameText.Format(data),
        DnsType.MX when data.Length > 2 && IsName(data, 2, data.Length) => string.Create(
            CultureInfo.InvariantCulture,
            $"{BinaryPrimitives.ReadUInt16BigEndian(data)} {DnsNameText.Format(data[2..])}"),
        DnsType.TXT or DnsType.HINFO => Strings(data) ?? Unknown(data),
        DnsType.CAA when data.Length > 2 && data[1] + 2 <= data.Length => string.Create(
            CultureInfo.InvariantCulture,
            $"{data[0]} {Encoding.Latin1.GetString(data.Slice(2, data[1]))} " +
            $"{CharacterStrings.Format(data[(2 + data[1])..])}"),
        DnsType.SOA => Start(data) ?? Unknown(data),
        _ => Unknown(data),
    };

    private static bool IsName(ReadOnlySpan<byte> data, int offset, int end) =>
        DnsName.Measure(data, offset, out var length) == DnsNameFault.None && offset + length == end;

    private static string? Strings(ReadOnlySpan<byte> data)
    {
        var parts = new List<string>();
        for (var position = 0; position < data.Length; position += data[position] + 1)
        {
            if (position + 1 + data[position] > data.Length)
            {
                return null;
            }

            parts.Add(CharacterStrings.Format(data.Slice(position + 1, data[position])));
        }

        return string.Join(' ', parts);
    }

    private static string? Start(ReadOnlySpan<byte> data)
    {
        if (DnsName.Measure(data, 0, out var server) != DnsNameFault.None
            || DnsName.Measure(data, server, out var person) != DnsNameFault.None
            || server + person + StartNumbersBytes != data.Length)
        {
            return null;
        }

        var text = new StringBuilder(DnsNameText.Format(data[..server]))
            .Append(' ')
            .Append(DnsNameText.Format(data.Slice(server, person)));
        for (var offset = server + person; offset < data.Length; offset += sizeof(uint))
        {
            text.Append(CultureInfo.InvariantCulture, $" {BinaryPrimitives.ReadUInt32BigEndian(data[offset..])}");
        }

        return text.ToString();
    }

    private static string Unknown(ReadOnlySpan<byte> data) =>
        string.Create(CultureInfo.InvariantCulture, $"\\# {data.Length} {Convert.ToHexString(data)}").TrimEnd();
}
