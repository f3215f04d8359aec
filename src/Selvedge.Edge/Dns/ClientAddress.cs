using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>An address without an allocation. IPv4 mapped into IPv6 is IPv4.</summary>
/// <param name="IsIPv4">Which family.</param>
/// <param name="Bits">From the most significant bit on, for both families.</param>
internal readonly record struct ClientAddress(bool IsIPv4, UInt128 Bits)
{
    private const int IPv4Shift = 96;
    private const ulong MappedPrefix = 0xFFFF;

    /// <summary>How many bits an address of the family has.</summary>
    internal int BitCount => IsIPv4 ? 32 : 128;

    /// <summary>Of the four bytes of an IPv4 address.</summary>
    internal static ClientAddress FromIPv4(ReadOnlySpan<byte> bytes) =>
        new(true, (UInt128)BinaryPrimitives.ReadUInt32BigEndian(bytes) << IPv4Shift);

    /// <summary>Of the sixteen bytes of an IPv6 address.</summary>
    internal static ClientAddress FromIPv6(ReadOnlySpan<byte> bytes)
    {
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return bits >> 32 == MappedPrefix ? new ClientAddress(true, bits << IPv4Shift) : new ClientAddress(false, bits);
    }

    /// <summary>The first address of a client subnet (RFC 7871).</summary>
    internal static ClientAddress FromSubnet(in ClientSubnet subnet) =>
        new(subnet.Family == ClientSubnet.FamilyIPv4, subnet.Address);

    /// <summary>Of an address object.</summary>
    internal static ClientAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return address.AddressFamily == AddressFamily.InterNetwork ? FromIPv4(bytes[..length]) : FromIPv6(bytes);
    }
}
