using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Selvedge.Wire.Dns;

/// <summary>The EDNS option that names the network of the client behind a resolver (RFC 7871, section 6).</summary>
/// <param name="Family">1: IPv4; 2: IPv6; 0: none, only with both lengths 0.</param>
/// <param name="SourceLength">How many leading bits the resolver tells.</param>
/// <param name="ScopeLength">In a response: for how many leading bits the answer holds.</param>
/// <param name="Address">From the most significant bit on, for both families; zero beyond the source length.</param>
public readonly record struct ClientSubnet(ushort Family, byte SourceLength, byte ScopeLength, UInt128 Address)
{
    /// <summary>The option's number.</summary>
    public const ushort OptionCode = 8;

    /// <summary>IPv4.</summary>
    public const ushort FamilyIPv4 = 1;

    /// <summary>IPv6.</summary>
    public const ushort FamilyIPv6 = 2;

    /// <summary>Family and both lengths.</summary>
    private const int FixedBytes = 4;

    /// <summary>How many bytes of address the option holds.</summary>
    public int AddressBytes => (SourceLength + 7) / 8;

    /// <summary>How many bytes the option takes with its number and length.</summary>
    public int OptionBytes => FixedBytes + FixedBytes + AddressBytes;

    /// <summary>The first bits of an address, for a query.</summary>
    /// <returns>False where the length is longer than the address.</returns>
    public static bool TryCreate(IPAddress address, int sourceLength, out ClientSubnet subnet)
    {
        subnet = default;
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        if (sourceLength < 0 || sourceLength > (isIPv4 ? 32 : 128))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[DnsLimits.SubnetAddressBytesMax];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        subnet = new ClientSubnet(
            isIPv4 ? FamilyIPv4 : FamilyIPv6, (byte)sourceLength, 0, bits & Mask(sourceLength));
        return true;
    }

    /// <summary>Reads the content of an option. A server must refuse what this refuses (section 7.1.1): an unknown
    /// family, too long a prefix, too many or too few bytes, or bits set beyond the prefix.</summary>
    public static bool TryRead(ReadOnlySpan<byte> option, out ClientSubnet subnet)
    {
        subnet = default;
        if (option.Length < FixedBytes)
        {
            return false;
        }

        var family = BinaryPrimitives.ReadUInt16BigEndian(option);
        var (source, scope) = (option[2], option[3]);
        var bitsMax = family switch
        {
            0 => 0,
            FamilyIPv4 => 32,
            FamilyIPv6 => 128,
            _ => -1,
        };
        if (source > bitsMax || scope > bitsMax || option.Length != FixedBytes + ((source + 7) / 8))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[DnsLimits.SubnetAddressBytesMax];
        bytes.Clear();
        option[FixedBytes..].CopyTo(bytes);
        var address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        if ((address & ~Mask(source)) != 0)
        {
            return false;
        }

        subnet = new ClientSubnet(family, source, scope, address);
        return true;
    }

    /// <summary>Writes the option with its number and length.</summary>
    /// <returns>How many bytes: <see cref="OptionBytes"/>.</returns>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, OptionCode);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(FixedBytes + AddressBytes));
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], Family);
        destination[6] = SourceLength;
        destination[7] = ScopeLength;
        Span<byte> bytes = stackalloc byte[DnsLimits.SubnetAddressBytesMax];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        bytes[..AddressBytes].CopyTo(destination[8..]);
        return OptionBytes;
    }

    private static UInt128 Mask(int bits) => bits == 0 ? 0 : UInt128.MaxValue << (128 - bits);
}
