using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Selvedge.Core.Network.Addresses;

/// <summary>What prefixes have to do with each other.</summary>
public static class Networks
{
    /// <summary>Whether all of <paramref name="inner"/> lies in <paramref name="outer"/>.</summary>
    public static bool Covers(this IPNetwork outer, IPNetwork inner) =>
        outer.PrefixLength <= inner.PrefixLength
        && outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily && outer.Contains(inner.BaseAddress);

    /// <summary>Whether they have an address in common.</summary>
    public static bool Overlaps(this IPNetwork one, IPNetwork other) => one.Covers(other) || other.Covers(one);

    /// <summary>The bits of an address of its family: 32 or 128.</summary>
    public static int Bits(this IPNetwork network) =>
        network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    /// <summary>The first address as a number.</summary>
    public static BigInteger First(this IPNetwork network) => Number(network.BaseAddress);

    /// <summary>How many addresses it has.</summary>
    public static BigInteger Size(this IPNetwork network) => BigInteger.One << (network.Bits() - network.PrefixLength);

    /// <summary>An address as a number.</summary>
    public static BigInteger Number(IPAddress address) =>
        new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    /// <summary>A number as an address of a family.</summary>
    public static IPAddress Address(BigInteger number, AddressFamily family)
    {
        var bytes = new byte[family == AddressFamily.InterNetwork ? 4 : 16];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return new IPAddress(bytes);
    }
}
