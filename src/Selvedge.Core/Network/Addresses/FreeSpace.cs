using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Selvedge.Core.Network.Addresses;

/// <summary>What is free of a block. Pure; the same input takes the same.</summary>
public static class FreeSpace
{
    /// <summary>Addresses at the beginning that are not given out: the network's own in IPv4 (RFC 1812, section
    /// 4.2.3.1) and the subnet-router anycast address in IPv6 (RFC 4291, section 2.6.1).</summary>
    private const int ReservedFirst = 1;

    /// <summary>The first prefix of a length that meets none of those taken.</summary>
    /// <returns>Null where none is free, or the length does not fit into the block.</returns>
    public static IPNetwork? FindPrefix(IPNetwork block, IEnumerable<IPNetwork> taken, int length)
    {
        if (length < block.PrefixLength || length > block.Bits())
        {
            return null;
        }

        var size = BigInteger.One << (block.Bits() - length);
        foreach (var (first, end) in Gaps(block, taken))
        {
            var aligned = (first + size - 1) / size * size;
            if (aligned + size <= end)
            {
                return new IPNetwork(Networks.Address(aligned, block.BaseAddress.AddressFamily), length);
            }
        }

        return null;
    }

    /// <summary>The first address that is not taken, after the network's own; of IPv4 never the broadcast
    /// address.</summary>
    /// <returns>Null where none is free.</returns>
    public static IPAddress? FindAddress(IPNetwork prefix, IReadOnlySet<IPAddress> taken)
    {
        var family = prefix.BaseAddress.AddressFamily;
        var isWhole = prefix.Bits() - prefix.PrefixLength <= 1;
        var first = prefix.First() + (isWhole ? 0 : ReservedFirst);
        var end = prefix.First() + prefix.Size() - (isWhole || family == AddressFamily.InterNetworkV6 ? 0 : 1);

        // Ends within one step more than there are taken ones.
        for (var number = first; number < end; number++)
        {
            var address = Networks.Address(number, family);
            if (!taken.Contains(address))
            {
                return address;
            }
        }

        return null;
    }

    /// <summary>The largest prefix that is free; null where the block is full.</summary>
    public static IPNetwork? FindLargest(IPNetwork block, IEnumerable<IPNetwork> taken)
    {
        var known = taken.ToList();
        for (var length = block.PrefixLength; length <= block.Bits(); length++)
        {
            if (FindPrefix(block, known, length) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The share of a block that prefixes take, 0 to 1; what two of them take counts once.</summary>
    public static double UsedShare(IPNetwork block, IEnumerable<IPNetwork> taken)
    {
        var free = Gaps(block, taken).Aggregate(BigInteger.Zero, (sum, gap) => sum + (gap.End - gap.First));
        return 1 - ((double)free / (double)block.Size());
    }

    private static IEnumerable<(BigInteger First, BigInteger End)> Gaps(IPNetwork block, IEnumerable<IPNetwork> taken)
    {
        var (at, end) = (block.First(), block.First() + block.Size());
        foreach (var network in taken.Where(network => block.Overlaps(network)).OrderBy(network => network.First()))
        {
            var first = network.First();
            if (first > at)
            {
                yield return (at, first);
            }

            at = BigInteger.Max(at, first + network.Size());
        }

        if (at < end)
        {
            yield return (at, end);
        }
    }
}
