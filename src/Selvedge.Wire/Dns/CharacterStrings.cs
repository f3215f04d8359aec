using System.Text;

namespace Selvedge.Wire.Dns;

/// <summary>The character strings of TXT and CAA (RFC 1035, sections 3.3 and 5.1).</summary>
internal static class CharacterStrings
{
    /// <summary>Reads one or more strings.</summary>
    /// <param name="value">One that begins with a quote is a row of quoted strings; any other is one string as it
    /// stands, blanks included.</param>
    /// <param name="strings">One or more; each may be empty.</param>
    /// <returns>False where a quote stays open, an escape is wrong, or something stands between the quotes.</returns>
    internal static bool TryParse(string value, out IReadOnlyList<byte[]> strings)
    {
        if (!value.StartsWith('"'))
        {
            strings = [Encoding.UTF8.GetBytes(value)];
            return true;
        }

        var found = new List<byte[]>();
        strings = found;
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            if (rest[0] != '"' || !TryQuoted(rest[1..], out var text, out var consumed))
            {
                return false;
            }

            found.Add(text);
            rest = rest[(consumed + 1)..].TrimStart();
        }

        return true;
    }

    /// <summary>Writes strings with quotes and escapes, for people and master files.</summary>
    internal static string Format(ReadOnlySpan<byte> text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var value in text)
        {
            var character = (char)value;
            if (character is '"' or '\\')
            {
                quoted.Append('\\').Append(character);
            }
            else if (character is >= ' ' and <= '~')
            {
                quoted.Append(character);
            }
            else
            {
                quoted.Append('\\')
                    .Append((char)('0' + (value / 100)))
                    .Append((char)('0' + (value / 10 % 10)))
                    .Append((char)('0' + (value % 10)));
            }
        }

        return quoted.Append('"').ToString();
    }

    private static bool TryQuoted(ReadOnlySpan<char> value, out byte[] text, out int consumed)
    {
        using var bytes = new MemoryStream();
        (text, consumed) = ([], 0);
        Span<byte> encoded = stackalloc byte[4];
        for (var index = 0; index < value.Length; index++)
        {
            if (value[index] == '"')
            {
                (text, consumed) = (bytes.ToArray(), index + 1);
                return true;
            }

            if (value[index] == '\\')
            {
                if (!TryEscape(value[(index + 1)..], bytes, out var length))
                {
                    return false;
                }

                index += length;
            }
            else if (Rune.DecodeFromUtf16(value[index..], out var rune, out var characters)
                == System.Buffers.OperationStatus.Done)
            {
                bytes.Write(encoded[..rune.EncodeToUtf8(encoded)]);
                index += characters - 1;
            }
            else
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryEscape(ReadOnlySpan<char> escaped, MemoryStream bytes, out int length)
    {
        length = 1;
        if (escaped.IsEmpty || !char.IsAscii(escaped[0]))
        {
            return false;
        }

        if (!char.IsAsciiDigit(escaped[0]))
        {
            bytes.WriteByte((byte)escaped[0]);
            return true;
        }

        if (escaped.Length < 3 || !char.IsAsciiDigit(escaped[1]) || !char.IsAsciiDigit(escaped[2]))
        {
            return false;
        }

        length = 3;
        var number = ((escaped[0] - '0') * 100) + ((escaped[1] - '0') * 10) + (escaped[2] - '0');
        bytes.WriteByte((byte)number);
        return number <= byte.MaxValue;
    }
}
