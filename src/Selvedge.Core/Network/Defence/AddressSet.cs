using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Selvedge.Core.Network.Defence;

/// <summary>Addresses of both families. Immutable.</summary>
/// <param name="V4">IPv4, in the fewest spans.</param>
/// <param name="V6">IPv6, in the fewest spans.</param>
public sealed record AddressSet(ImmutableArray<AddressSpan<uint>> V4, ImmutableArray<AddressSpan<UInt128>> V6)
{
    private const int BitsV4 = 32;
    private const int BitsV6 = 128;

    /// <summary>No address.</summary>
    public static AddressSet Empty { get; } = new([], []);

    /// <summary>Whether it has no address.</summary>
    public bool IsEmpty => V4.IsEmpty && V6.IsEmpty;

    /// <summary>How many spans there are.</summary>
    public int Count => V4.Length + V6.Length;

    /// <summary>Reads prefixes and single addresses. What is none is passed over: a check has refused it before.
    /// </summary>
    public static AddressSet Of(IEnumerable<string> prefixes)
    {
        var v4 = new List<AddressSpan<uint>>();
        var v6 = new List<AddressSpan<UInt128>>();
        foreach (var text in prefixes)
        {
            if (!TryParse(text, out var address, out var length))
            {
                continue;
            }

            if (address.AddressFamily == AddressFamily.InterNetwork)
            {
                v4.Add(AddressSpans.OfPrefix((uint)Number(address), length));
            }
            else
            {
                v6.Add(AddressSpans.OfPrefix(Number(address), length));
            }
        }

        return new AddressSet(AddressSpans.Merge(v4), AddressSpans.Merge(v6));
    }

    /// <summary>Reads a prefix, or an address as a prefix of all its bits. Bits after the prefix are let be; a zone is
    /// no part of one.</summary>
    public static bool TryParse(string text, out IPAddress address, out int length)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        length = 0;
        if (text.Contains('%', StringComparison.Ordinal)
            || !IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var parsed))
        {
            address = IPAddress.None;
            return false;
        }

        address = parsed;
        var bits = parsed.AddressFamily == AddressFamily.InterNetwork ? BitsV4 : BitsV6;
        length = bits;
        return slash < 0
            || (int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture, out length) && length <= bits);
    }

    /// <summary>The address as a number; IPv4 in the lowest 32 bits.</summary>
    public static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[BitsV6 / 8];
        address.TryWriteBytes(bytes, out var written);
        var number = UInt128.Zero;
        foreach (var part in bytes[..written])
        {
            number = (number << 8) | part;
        }

        return number;
    }

    /// <summary>Without those of another set.</summary>
    public AddressSet Without(AddressSet taken) =>
        new(AddressSpans.Without(V4, taken.V4), AddressSpans.Without(V6, taken.V6));

    /// <summary>With those of another set.</summary>
    public AddressSet With(AddressSet more) =>
        more.IsEmpty ? this : new(AddressSpans.Merge(V4.AddRange(more.V4)), AddressSpans.Merge(V6.AddRange(more.V6)));

    /// <summary>Whether an address is one of them.</summary>
    public bool Contains(UInt128 address, bool isIPv6) =>
        isIPv6 ? AddressSpans.Contains(V6, address) : AddressSpans.Contains(V4, (uint)address);

    /// <summary>The same addresses: the generated equality compares arrays by where they lie.</summary>
    public bool Equals(AddressSet? other) =>
        other is not null && V4.AsSpan().SequenceEqual(other.V4.AsSpan())
        && V6.AsSpan().SequenceEqual(other.V6.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(V4.Length, V6.Length);
}
