using System.Collections.Immutable;

namespace Selvedge.Core.Network.Defence;

/// <summary>The flags of a TCP header (RFC 9293, section 3.1) and how filters write them.</summary>
public static class TcpFlagBits
{
    /// <summary>A connection is asked for.</summary>
    public const byte Syn = 0x02;

    /// <summary>The flags that have to make sense together; the congestion flags may be anything.</summary>
    public const byte Judged = 0x3f;

    private const byte Fin = 0x01;
    private const byte Rst = 0x04;
    private const byte Psh = 0x08;
    private const byte Ack = 0x10;
    private const byte Urg = 0x20;

    private static readonly ImmutableArray<(string Name, byte Bit)> Names =
        [("fin", Fin), ("syn", Syn), ("rst", Rst), ("psh", Psh), ("ack", Ack), ("urg", Urg)];

    /// <summary>The combinations, of <see cref="Judged"/>, that a TCP sends: exactly one of SYN, FIN, RST or none of
    /// them, and everything but a first SYN and a reset acknowledges.</summary>
    public static ImmutableArray<byte> Possible { get; } =
        [.. Enumerable.Range(0, Judged + 1).Select(flags => (byte)flags).Where(IsPossible)];

    /// <summary>Reads <c>syn/syn,ack</c>: those that are set, of those that are looked at.</summary>
    public static bool TryParse(string text, out byte set, out byte looked)
    {
        (set, looked) = (0, 0);
        var parts = text.Split('/');
        return parts.Length == 2 && TryList(parts[0], out set) && TryList(parts[1], out looked) && looked != 0
            && (set & ~looked) == 0;
    }

    /// <summary>Writes it.</summary>
    public static string Write(byte set, byte looked) => $"{List(set)}/{List(looked)}";

    /// <summary>The names of flags.</summary>
    public static string List(byte flags) =>
        string.Join(',', Names.Where(name => (flags & name.Bit) != 0).Select(name => name.Name));

    private static bool IsPossible(byte flags) => (flags & (Syn | Fin | Rst)) switch
    {
        Syn => (flags & (Psh | Urg)) == 0,
        Rst => (flags & (Psh | Urg)) == 0 || (flags & Ack) != 0,
        0 or Fin => (flags & Ack) != 0,
        _ => false,
    };

    private static bool TryList(string text, out byte flags)
    {
        flags = 0;
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var bit = Names.FirstOrDefault(name => name.Name == word).Bit;
            if (bit == 0)
            {
                return false;
            }

            flags |= bit;
        }

        return true;
    }
}
