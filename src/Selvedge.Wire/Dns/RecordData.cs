using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Selvedge.Wire.Dns;

/// <summary>The data of records: from the text of a document or master file to the wire, and back for people.</summary>
public static class RecordData
{
    /// <summary>The types that <see cref="TryEncode"/> knows, as documents write them.</summary>
    public static IReadOnlyDictionary<string, DnsType> Types { get; } = new Dictionary<string, DnsType>(
        StringComparer.Ordinal)
    {
        ["A"] = DnsType.A,
        ["AAAA"] = DnsType.AAAA,
        ["CAA"] = DnsType.CAA,
        ["CNAME"] = DnsType.CNAME,
        ["MX"] = DnsType.MX,
        ["NS"] = DnsType.NS,
        ["TXT"] = DnsType.TXT,
    };

    private const int TextPieceBytesMax = 255;

    /// <summary>Encodes one value.</summary>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <param name="value">In master-file form; TXT and the value of CAA may be written without quotes.</param>
    /// <param name="origin">What names without a final dot are relative to; a valid name on the wire.</param>
    /// <param name="data">The bytes; names in them are not compressed.</param>
    /// <param name="reason">One sentence where false is returned; else empty.</param>
    public static bool TryEncode(
        DnsType type, string value, ReadOnlySpan<byte> origin, out byte[] data, out string reason)
    {
        (data, reason) = type switch
        {
            DnsType.A => Address(value, AddressFamily.InterNetwork),
            DnsType.AAAA => Address(value, AddressFamily.InterNetworkV6),
            DnsType.NS or DnsType.CNAME => Name(value, origin),
            DnsType.MX => MailExchanger(value, origin),
            DnsType.TXT => Text(value),
            DnsType.CAA => Authorization(value),
            _ => ([], $"records of type {type} cannot be written"),
        };
        return reason.Length == 0;
    }

    /// <summary>Encodes the start of a zone (RFC 1035, section 3.3.13).</summary>
    /// <param name="primary">The first name server, fully qualified, as text.</param>
    /// <param name="mailbox">As an e-mail address.</param>
    /// <param name="serial">The version of the zone.</param>
    /// <param name="refresh">How often a secondary looks.</param>
    /// <param name="retry">How soon it looks again after a failure.</param>
    /// <param name="expire">How long it serves without an answer.</param>
    /// <param name="minimum">How long a negative answer may be kept (RFC 2308).</param>
    /// <param name="data">The bytes.</param>
    /// <param name="reason">One sentence where false is returned; else empty.</param>
    public static bool TryEncodeStart(
        string primary,
        string mailbox,
        uint serial,
        TimeSpan refresh,
        TimeSpan retry,
        TimeSpan expire,
        TimeSpan minimum,
        out byte[] data,
        out string reason)
    {
        data = [];
        if (!DnsNameText.TryParse(primary, out var server, out var fault))
        {
            reason = $"the name server '{primary}' is no name ({fault})";
            return false;
        }

        // The part before the @ is one label, whatever dots it has (RFC 1035, section 8).
        var at = mailbox.LastIndexOf('@');
        var local = at < 0 ? "" : mailbox[..at].Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(".", "\\.", StringComparison.Ordinal);
        if (at <= 0 || !DnsNameText.TryParse($"{local}.{mailbox[(at + 1)..]}", out var person, out _))
        {
            reason = $"the mailbox '{mailbox}' is no e-mail address";
            return false;
        }

        data = new byte[server.Length + person.Length + (5 * sizeof(uint))];
        server.CopyTo(data, 0);
        person.CopyTo(data, server.Length);
        var numbers = data.AsSpan(server.Length + person.Length);
        foreach (var number in (ReadOnlySpan<uint>)[serial, Seconds(refresh), Seconds(retry), Seconds(expire),
            Seconds(minimum)])
        {
            BinaryPrimitives.WriteUInt32BigEndian(numbers, number);
            numbers = numbers[sizeof(uint)..];
        }

        reason = "";
        return true;
    }

    private static uint Seconds(TimeSpan time) => (uint)Math.Clamp(time.TotalSeconds, 0, int.MaxValue);

    private static (byte[] Data, string Reason) Address(string value, AddressFamily family)
    {
        var kind = family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
        if (!IPAddress.TryParse(value, out var address) || address.AddressFamily != family
            || (family == AddressFamily.InterNetwork && address.ToString() != value)
            || value.Contains('%', StringComparison.Ordinal) || value.Contains('[', StringComparison.Ordinal))
        {
            return ([], $"'{value}' is no {kind} address");
        }

        return (address.GetAddressBytes(), "");
    }

    private static (byte[] Data, string Reason) Name(ReadOnlySpan<char> value, ReadOnlySpan<byte> origin)
    {
        Span<byte> name = stackalloc byte[DnsLimits.NameBytesMax];
        var fault = DnsNameText.Parse(value, origin, name, out var length);
        return fault == DnsNameFault.None
            ? (name[..length].ToArray(), "")
            : ([], $"'{value}' is no name ({fault})");
    }

    private static (byte[] Data, string Reason) MailExchanger(string value, ReadOnlySpan<byte> origin)
    {
        var parts = value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2
            || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var preference))
        {
            return ([], $"'{value}' is not of the form '10 mail.example.net.'");
        }

        var (name, reason) = Name(parts[1], origin);
        return reason.Length == 0 ? ([(byte)(preference >> 8), (byte)preference, .. name], "") : ([], reason);
    }

    private static (byte[] Data, string Reason) Text(string value)
    {
        if (!CharacterStrings.TryParse(value, out var strings))
        {
            return ([], $"'{value}' has an open quote or a wrong escape");
        }

        using var data = new MemoryStream();
        foreach (var text in strings)
        {
            // Longer text is several strings in a row, as every consumer of TXT joins them (RFC 7208, section 3.3).
            for (var start = 0; start == 0 || start < text.Length; start += TextPieceBytesMax)
            {
                var piece = text.AsSpan(start, Math.Min(TextPieceBytesMax, text.Length - start));
                data.WriteByte((byte)piece.Length);
                data.Write(piece);
            }
        }

        return data.Length <= DnsLimits.RecordSetBytesMax
            ? (data.ToArray(), "")
            : ([], $"the text has more than {DnsLimits.RecordSetBytesMax} bytes");
    }

    private static (byte[] Data, string Reason) Authorization(string value)
    {
        var parts = value.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3
            || !byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var flags)
            || parts[1].Length > 15 || !parts[1].All(char.IsAsciiLetterOrDigit)
            || !CharacterStrings.TryParse(parts[2], out var strings) || strings.Count != 1)
        {
            return ([], $"'{value}' is not of the form '0 issue \"ca.example\"'");
        }

        return ([flags, (byte)parts[1].Length, .. Encoding.ASCII.GetBytes(parts[1]), .. strings[0]], "");
    }
}
