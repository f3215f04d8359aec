using System.Security.Cryptography;

namespace Selvedge.Core.Snapshots;

/// <summary>One section of a <see cref="Manifest"/>.</summary>
/// <param name="Key">Kind and name as a key on the bus: <c>site.default.shop</c>, <c>zone.selvedge_test</c>.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="Hash">SHA-256 of the section's bytes, lower-case hexadecimal.</param>
public sealed record SectionEntry(string Key, SectionKind Kind, string Hash)
{
    /// <summary>The longest key, in characters: two Kubernetes names and a kind fit.</summary>
    public const int KeyCharsMax = 600;

    /// <summary>The <see cref="Hash"/> of a section's bytes.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether a text may be a <see cref="Key"/>: dot-separated, non-empty parts of ASCII letters, digits,
    /// <c>-</c>, <c>_</c>, <c>/</c> and <c>=</c>. So it can hold no wildcard of the bus.</summary>
    public static bool IsKey(string text)
    {
        if (text.Length is 0 or > KeyCharsMax)
        {
            return false;
        }

        var before = '.';
        foreach (var character in text)
        {
            var plain = char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '/' or '=';
            if (!plain && (character != '.' || before == '.'))
            {
                return false;
            }

            before = character;
        }

        return before != '.';
    }
}
