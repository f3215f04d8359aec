using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Selvedge.Wire.Nft;

/// <summary>The only ways by which a text from elsewhere becomes a word of a script for nft: whatever could end a word
/// and begin another is refused.</summary>
public static class NftText
{
    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Whether it can be a name of a table, chain, map or counter, or a comment.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= NftLimits.NameCharsMax
        && char.IsAsciiLetter(text[0])
        && !text.AsSpan().ContainsAnyExcept(NameLetters);

    /// <summary>Whether it can be the name of an interface: as Linux has them, less whatever nft would read otherwise.
    /// </summary>
    public static bool IsInterface(string text) =>
        text.Length is > 0 and <= 15
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')
        && !text.AsSpan().ContainsAnyExcept(NameLetters);

    /// <summary>Whether it can be a comment between quotation marks.</summary>
    public static bool IsComment(string text) =>
        text.Length is > 0 and < NftLimits.CommentBytesMax && !text.AsSpan().ContainsAnyExcept(NameLetters);

    /// <summary>The text of an IPv4 address.</summary>
    /// <exception cref="ArgumentException">It is another one.</exception>
    public static string Address(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.ToString()
        : throw new ArgumentException($"{address} is no IPv4 address.", nameof(address));

    /// <summary>The text of a hardware address, as <c>02:00:00:00:01:0a</c>.</summary>
    /// <exception cref="ArgumentException">It does not have six bytes.</exception>
    public static string Hardware(PhysicalAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 6
            ? string.Join(':', bytes.Select(part => part.ToString("x2", CultureInfo.InvariantCulture)))
            : throw new ArgumentException($"{address} is no Ethernet address.", nameof(address));
    }

    /// <summary>Reads what <see cref="Hardware"/> writes.</summary>
    /// <returns>False where it is none.</returns>
    public static bool TryReadHardware(string text, out PhysicalAddress address)
    {
        address = PhysicalAddress.None;
        return text.Length == 17 && text.Count(letter => letter == ':') == 5
            && PhysicalAddress.TryParse(text, out address!);
    }

    internal static string Name(string text) =>
        IsName(text) ? text : throw new ArgumentException($"'{text}' is no name for nft.", nameof(text));
}
