using System.Buffers.Binary;
using System.Numerics;

namespace Selvedge.Wire.Dns;

/// <summary>Names on the wire (RFC 1035, section 3.1): labels, each after its length, up to the empty one.</summary>
/// <remarks>Everything here takes any bytes, never throws on them and never reads outside.</remarks>
public static class DnsName
{
    /// <summary>The two high bits of a length mark a pointer.</summary>
    private const byte PointerBits = 0xC0;
    private const int PointerMask = 0x3FFF;
    private const ulong HashMultiplier = 0xD6E8FEB86659FD93;
    private const ulong HashSeed = 0x9E3779B97F4A7C15;

    /// <summary>The root.</summary>
    public static ReadOnlySpan<byte> Root => [0];

    /// <summary>Walks an uncompressed name.</summary>
    /// <param name="message">The bytes around it.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">How many bytes it takes, the final zero included.</param>
    /// <returns>What is wrong; <see cref="DnsNameFault.None"/> where it can be used.</returns>
    public static DnsNameFault Measure(ReadOnlySpan<byte> message, int offset, out int length)
    {
        length = 0;
        if ((uint)offset >= (uint)message.Length)
        {
            return DnsNameFault.CutOff;
        }

        var name = message[offset..];
        var position = 0;
        while (true)
        {
            if (position >= name.Length)
            {
                return DnsNameFault.CutOff;
            }

            var label = name[position];
            if (label > DnsLimits.LabelBytesMax)
            {
                return label >= PointerBits ? DnsNameFault.BadPointer : DnsNameFault.BadLabel;
            }

            position += label + 1;
            if (position > DnsLimits.NameBytesMax)
            {
                return DnsNameFault.NameTooLong;
            }

            if (label == 0)
            {
                length = position;
                return DnsNameFault.None;
            }
        }
    }

    /// <summary>Copies a name that may be compressed (RFC 1035, section 4.1.4). Every pointer must point before the
    /// labels that lead to it, so that no walk is endless.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="offset">Where the name begins.</param>
    /// <param name="name">At least <see cref="DnsLimits.NameBytesMax"/> bytes.</param>
    /// <param name="length">How many bytes were written.</param>
    /// <param name="consumed">How many bytes the name takes at <paramref name="offset"/>.</param>
    public static DnsNameFault Decompress(
        ReadOnlySpan<byte> message, int offset, Span<byte> name, out int length, out int consumed)
    {
        (length, consumed) = (0, 0);
        var position = offset;
        var lowest = offset;
        while ((uint)position < (uint)message.Length)
        {
            var label = message[position];
            if (label >= PointerBits)
            {
                if (position + 1 >= message.Length)
                {
                    return DnsNameFault.CutOff;
                }

                consumed = consumed == 0 ? position + 2 - offset : consumed;
                position = BinaryPrimitives.ReadUInt16BigEndian(message[position..]) & PointerMask;
                if (position >= lowest)
                {
                    return DnsNameFault.BadPointer;
                }

                lowest = position;
                continue;
            }

            if (label > DnsLimits.LabelBytesMax)
            {
                return DnsNameFault.BadLabel;
            }

            if (position + label + 1 > message.Length)
            {
                return DnsNameFault.CutOff;
            }

            if (length + label + 1 > DnsLimits.NameBytesMax)
            {
                return DnsNameFault.NameTooLong;
            }

            message.Slice(position, label + 1).CopyTo(name[length..]);
            length += label + 1;
            position += label + 1;
            if (label == 0)
            {
                consumed = consumed == 0 ? position - offset : consumed;
                return DnsNameFault.None;
            }
        }

        return DnsNameFault.CutOff;
    }

    /// <summary>Copies bytes in lower case, as names are compared (RFC 4343). Lengths of labels stay as they are, since
    /// none is as large as a capital letter.</summary>
    /// <param name="name">A name on the wire.</param>
    /// <param name="folded">At least as long.</param>
    public static void Fold(ReadOnlySpan<byte> name, Span<byte> folded)
    {
        folded = folded[..name.Length];
        var position = 0;
        for (; position + sizeof(ulong) <= name.Length; position += sizeof(ulong))
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(name[position..]);
            BinaryPrimitives.WriteUInt64LittleEndian(folded[position..], Lower(eight));
        }

        for (; position < name.Length; position++)
        {
            var one = name[position];
            folded[position] = one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;
        }
    }

    /// <summary>A number for hash tables. Equal for equal bytes: fold first.</summary>
    public static ulong Hash(ReadOnlySpan<byte> folded)
    {
        var hash = (ulong)folded.Length * HashSeed;
        for (; folded.Length >= sizeof(ulong); folded = folded[sizeof(ulong)..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(folded));
        }

        var rest = 0UL;
        for (var index = 0; index < folded.Length; index++)
        {
            rest |= (ulong)folded[index] << (8 * index);
        }

        hash = Mix(hash, rest);
        hash ^= hash >> 29;
        return hash * HashSeed;
    }

    /// <summary>How many labels a valid name has, the root not counted.</summary>
    public static int CountLabels(ReadOnlySpan<byte> name)
    {
        var labels = 0;
        for (var position = 0; position < name.Length && name[position] != 0; position += name[position] + 1)
        {
            labels++;
        }

        return labels;
    }

    /// <summary>Whether a folded name is another or lies below it.</summary>
    public static bool IsAtOrBelow(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ancestor)
    {
        while (name.Length > ancestor.Length && name[0] < name.Length)
        {
            name = name[(name[0] + 1)..];
        }

        return name.SequenceEqual(ancestor);
    }

    /// <summary>Writes a name compressed against one that the message holds already.</summary>
    /// <param name="name">The name to write, folded or not; compared byte for byte.</param>
    /// <param name="earlier">A name that the message holds uncompressed.</param>
    /// <param name="earlierOffset">Where.</param>
    /// <param name="destination">Where to write; <paramref name="name"/>'s length is always enough.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Compress(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> earlier, int earlierOffset, Span<byte> destination)
    {
        for (var start = 0; start < name.Length && name[start] != 0; start += name[start] + 1)
        {
            var suffix = name[start..];
            var skip = earlier.Length - suffix.Length;
            if (skip >= 0 && IsLabelStart(earlier, skip) && earlier[skip..].SequenceEqual(suffix)
                && earlierOffset + skip <= PointerMask)
            {
                name[..start].CopyTo(destination);
                BinaryPrimitives.WriteUInt16BigEndian(
                    destination[start..], (ushort)((PointerBits << 8) | (earlierOffset + skip)));
                return start + sizeof(ushort);
            }
        }

        name.CopyTo(destination);
        return name.Length;
    }

    private static bool IsLabelStart(ReadOnlySpan<byte> name, int offset)
    {
        var position = 0;
        while (position < offset)
        {
            position += name[position] + 1;
        }

        return position == offset;
    }

    private static ulong Mix(ulong hash, ulong eight) => (BitOperations.RotateLeft(hash, 27) ^ eight) * HashMultiplier;

    // Eight bytes at once: the high bit of each byte tells whether it is at least 'A' and not above 'Z'.
    private static ulong Lower(ulong eight)
    {
        const ulong Ones = 0x0101010101010101;
        const ulong HighBits = 0x8080808080808080;
        var low = eight & ~HighBits;
        var atLeastA = low + (Ones * (0x80 - 'A'));
        var aboveZ = low + (Ones * (0x7F - 'Z'));
        return eight | ((atLeastA & ~aboveZ & ~eight & HighBits) >> 2);
    }
}
