using System.Buffers.Binary;
using System.Net;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Writes spans of addresses as nft reads them.</summary>
internal static class AddressText
{
    /// <summary>Of IPv4.</summary>
    public static string Of(AddressSpan<uint> span) =>
        span.First == span.Last ? Text(span.First) : $"{Text(span.First)}-{Text(span.Last)}";

    /// <summary>Of IPv6.</summary>
    public static string Of(AddressSpan<UInt128> span) =>
        span.First == span.Last ? Text(span.First) : $"{Text(span.First)}-{Text(span.Last)}";

    private static string Text(uint address) =>
        FormattableString.Invariant($"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");

    private static string Text(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new IPAddress(bytes).ToString();
    }
}
