using System.Collections.Immutable;
using System.Globalization;

namespace Selvedge.Wire.Bird;

/// <summary>Reads what BIRD answers to <c>show</c>. Lines that are not understood are passed over: BIRD's versions add
/// some. Never throws.</summary>
public static class BirdTables
{
    private const int Row = 1002;
    private const int DetailCode = 1006;
    private const int CountCode = 1007;
    private const int TotalCode = 14;
    private const int VersionCode = 1000;

    /// <summary>The protocols of <c>show protocols all</c>.</summary>
    public static ImmutableArray<BirdProtocol> ReadProtocols(BirdReply reply)
    {
        var protocols = ImmutableArray.CreateBuilder<BirdProtocol>();
        BirdProtocol? current = null;
        var channel = "";
        foreach (var line in reply.Lines)
        {
            if (line.Code == Row && TryReadRow(line.Text, out var next))
            {
                Add(protocols, current);
                (current, channel) = (next, "");
            }
            else if (line.Code == DetailCode && current is not null)
            {
                current = ReadDetail(current, line.Text.AsSpan().Trim(), ref channel);
            }
        }

        Add(protocols, current);
        return protocols.ToImmutable();
    }

    /// <summary>The networks of <c>show route export NAME</c>, each once, in BIRD's order.</summary>
    public static ImmutableArray<string> ReadNetworks(BirdReply reply)
    {
        var networks = ImmutableArray.CreateBuilder<string>();
        foreach (var line in reply.Lines)
        {
            // A further route to the same network begins with blanks.
            if (line.Code == CountCode && line.Text.Length > 0 && line.Text[0] is not (' ' or '\t')
                && line.Text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
                && line.Text.AsSpan(0, end).Contains('/') && !line.Text.StartsWith("Table ", StringComparison.Ordinal))
            {
                networks.Add(line.Text[..end]);
            }
        }

        return networks.ToImmutable();
    }

    /// <summary>The number of routes of <c>show route ... count</c>; null where it says none.</summary>
    public static int? ReadCount(BirdReply reply)
    {
        foreach (var line in reply.Lines)
        {
            var text = line.Text.AsSpan().Trim();
            text = line.Code == TotalCode && text.StartsWith("Total: ", StringComparison.Ordinal) ? text[7..] : text;
            var end = text.IndexOf(' ');
            if (line.Code == TotalCode && end > 0
                && int.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return count;
            }
        }

        return null;
    }

    /// <summary>The version of <c>show status</c>, as <c>2.0.12</c>; empty where it says none.</summary>
    public static string ReadVersion(BirdReply reply)
    {
        foreach (var line in reply.Lines)
        {
            if (line.Code == VersionCode && line.Text.StartsWith("BIRD ", StringComparison.Ordinal))
            {
                return line.Text[5..].Trim();
            }
        }

        return "";
    }

    private static void Add(ImmutableArray<BirdProtocol>.Builder protocols, BirdProtocol? protocol)
    {
        if (protocol is not null)
        {
            protocols.Add(protocol);
        }
    }

    // Name, kind, table, state, since (a date and a time, or one of them), the rest.
    private static bool TryReadRow(string text, out BirdProtocol protocol)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        protocol = null!;
        if (words.Length < 5)
        {
            return false;
        }

        var rest = 5;
        DateTimeOffset? since = null;
        if (words.Length > 5 && DateTimeOffset.TryParseExact(
                $"{words[4]} {words[5]}",
                ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss.ffffff"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at))
        {
            (since, rest) = (at, 6);
        }

        protocol = new BirdProtocol(
            words[0], words[1], words[3], since, string.Join(' ', words[rest..]), "", "", 0, 0);
        return true;
    }

    private static BirdProtocol ReadDetail(BirdProtocol protocol, ReadOnlySpan<char> text, ref string channel)
    {
        if (text.StartsWith("Channel ", StringComparison.Ordinal))
        {
            channel = text[8..].Trim().ToString();
        }
        else if (TryValue(text, "BGP state:", out var state))
        {
            return protocol with { BgpState = state };
        }
        else if (TryValue(text, "Last error:", out var error))
        {
            return protocol with { LastError = error };
        }
        else if (channel.Length > 0 && TryValue(text, "State:", out var channelState) && channelState == "UP")
        {
            return protocol with { Channels = protocol.Channels.Add(channel) };
        }
        else if (TryValue(text, "Routes:", out var routes))
        {
            return protocol with
            {
                Imported = Sum(protocol.Imported, NumberBefore(routes, " imported")),
                Exported = Sum(protocol.Exported, NumberBefore(routes, " exported")),
            };
        }

        return protocol;
    }

    private static bool TryValue(ReadOnlySpan<char> text, string name, out string value)
    {
        var found = text.StartsWith(name, StringComparison.Ordinal);
        value = found ? text[name.Length..].Trim().ToString() : "";
        return found;
    }

    private static int Sum(int one, int other) => (int)Math.Min((long)one + other, int.MaxValue);

    private static int NumberBefore(string text, string word)
    {
        var end = text.IndexOf(word, StringComparison.Ordinal);
        var start = end <= 0 ? -1 : text.LastIndexOf(' ', end - 1) + 1;
        return start >= 0 && int.TryParse(
            text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
    }
}
