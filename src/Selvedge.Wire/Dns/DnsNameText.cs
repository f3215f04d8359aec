using System.Text;

namespace Selvedge.Wire.Dns;

/// <summary>Names as master files write them (RFC 1035, section 5.1): dots between labels, <c>\.</c> and <c>\065</c>
/// for what cannot stand as it is.</summary>
public static class DnsNameText
{
    private const char FirstPrintable = '!';
    private const char LastPrintable = '~';

    /// <summary>Reads a fully qualified name; the final dot may be left out.</summary>
    /// <param name="text">For example <c>www.example.com</c>; <c>.</c> is the root.</param>
    /// <param name="name">At least <see cref="DnsLimits.NameBytesMax"/> bytes.</param>
    /// <param name="length">How many bytes were written.</param>
    public static DnsNameFault Parse(ReadOnlySpan<char> text, Span<byte> name, out int length) =>
        Parse(text, DnsName.Root, name, out length);

    /// <summary>Reads a name relative to an origin. With a final dot it is fully qualified; <c>@</c> is the
    /// origin.</summary>
    /// <param name="text">For example <c>www</c> or <c>mail.example.net.</c>.</param>
    /// <param name="origin">A valid name on the wire.</param>
    /// <param name="name">At least <see cref="DnsLimits.NameBytesMax"/> bytes.</param>
    /// <param name="length">How many bytes were written.</param>
    public static DnsNameFault Parse(
        ReadOnlySpan<char> text, ReadOnlySpan<byte> origin, Span<byte> name, out int length)
    {
        length = 0;
        if (text.IsEmpty)
        {
            return DnsNameFault.Empty;
        }

        if (text is ".")
        {
            return Finish(DnsName.Root, name, ref length);
        }

        if (text is "@")
        {
            return Finish(origin, name, ref length);
        }

        var labelStart = 0;
        length = 1;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '.')
            {
                if (!TryCloseLabel(name, labelStart, length))
                {
                    return DnsNameFault.EmptyLabel;
                }

                labelStart = length++;
                if (index == text.Length - 1)
                {
                    length = labelStart;
                    return Finish(DnsName.Root, name, ref length);
                }

                continue;
            }

            if (TryCharacter(text, ref index, out var value) is var fault and not DnsNameFault.None)
            {
                return fault;
            }

            if (length - labelStart > DnsLimits.LabelBytesMax)
            {
                return DnsNameFault.LabelTooLong;
            }

            if (length >= DnsLimits.NameBytesMax - 1)
            {
                return DnsNameFault.NameTooLong;
            }

            name[length++] = value;
        }

        return TryCloseLabel(name, labelStart, length) ? Finish(origin, name, ref length) : DnsNameFault.EmptyLabel;
    }

    /// <summary>Reads a fully qualified name into bytes of its own.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out byte[] name, out DnsNameFault fault)
    {
        Span<byte> buffer = stackalloc byte[DnsLimits.NameBytesMax];
        fault = Parse(text, buffer, out var length);
        name = fault == DnsNameFault.None ? buffer[..length].ToArray() : [];
        return fault == DnsNameFault.None;
    }

    /// <summary>Writes a valid name with its final dot; what is no longer a name at some point ends there.</summary>
    public static string Format(ReadOnlySpan<byte> name)
    {
        if (name.Length <= 1)
        {
            return ".";
        }

        var text = new StringBuilder(name.Length);
        for (var position = 0; position < name.Length && name[position] != 0;)
        {
            var label = name[position];
            if (label > DnsLimits.LabelBytesMax || position + label + 1 > name.Length)
            {
                break;
            }

            foreach (var value in name.Slice(position + 1, label))
            {
                AppendCharacter(text, value);
            }

            text.Append('.');
            position += label + 1;
        }

        return text.ToString();
    }

    private static void AppendCharacter(StringBuilder text, byte value)
    {
        var character = (char)value;
        if (character is '.' or '\\' or '"' or ';' or '@' or '(' or ')' or '$')
        {
            text.Append('\\').Append(character);
        }
        else if (character is >= FirstPrintable and <= LastPrintable)
        {
            text.Append(character);
        }
        else
        {
            text.Append('\\')
                .Append((char)('0' + (value / 100)))
                .Append((char)('0' + (value / 10 % 10)))
                .Append((char)('0' + (value % 10)));
        }
    }

    private static DnsNameFault TryCharacter(ReadOnlySpan<char> text, ref int index, out byte value)
    {
        value = 0;
        var character = text[index];
        if (character is < FirstPrintable or > LastPrintable)
        {
            return DnsNameFault.BadCharacter;
        }

        if (character != '\\')
        {
            value = (byte)character;
            return DnsNameFault.None;
        }

        var escaped = text[(index + 1)..];
        if (escaped.IsEmpty || escaped[0] is < FirstPrintable or > LastPrintable)
        {
            return DnsNameFault.BadEscape;
        }

        if (!char.IsAsciiDigit(escaped[0]))
        {
            value = (byte)escaped[0];
            index++;
            return DnsNameFault.None;
        }

        if (escaped.Length < 3 || !char.IsAsciiDigit(escaped[1]) || !char.IsAsciiDigit(escaped[2]))
        {
            return DnsNameFault.BadEscape;
        }

        var number = ((escaped[0] - '0') * 100) + ((escaped[1] - '0') * 10) + (escaped[2] - '0');
        if (number > byte.MaxValue)
        {
            return DnsNameFault.BadEscape;
        }

        value = (byte)number;
        index += 3;
        return DnsNameFault.None;
    }

    private static bool TryCloseLabel(Span<byte> name, int labelStart, int length)
    {
        var bytes = length - labelStart - 1;
        name[labelStart] = (byte)bytes;
        return bytes > 0;
    }

    private static DnsNameFault Finish(ReadOnlySpan<byte> origin, Span<byte> name, ref int length)
    {
        if (length + origin.Length > DnsLimits.NameBytesMax)
        {
            return DnsNameFault.NameTooLong;
        }

        origin.CopyTo(name[length..]);
        length += origin.Length;
        return DnsNameFault.None;
    }
}
