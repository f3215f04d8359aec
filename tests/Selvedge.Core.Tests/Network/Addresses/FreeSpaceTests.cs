using System.Net;
using CsCheck;
using Selvedge.Core.Network.Addresses;

namespace Selvedge.Core.Tests.Network.Addresses;

public sealed class FreeSpaceTests
{
    [Theory]
    [InlineData("198.18.0.0/22", "", 24, "198.18.0.0/24")]
    [InlineData("198.18.0.0/22", "198.18.0.0/24", 24, "198.18.1.0/24")]
    [InlineData("198.18.0.0/22", "198.18.0.0/25", 24, "198.18.1.0/24")]
    [InlineData("198.18.0.0/22", "198.18.0.0/25", 25, "198.18.0.128/25")]
    [InlineData("198.18.0.0/22", "198.18.0.0/23 198.18.3.0/24", 23, null)]
    [InlineData("198.18.0.0/22", "", 16, null)]
    [InlineData("2001:db8::/32", "2001:db8::/48 2001:db8:1::/48", 48, "2001:db8:2::/48")]
    public void The_first_free_prefix_of_a_length_is_taken(string block, string taken, int length, string? expected) =>
        Assert.Equal(expected, FreeSpace.FindPrefix(IPNetwork.Parse(block), Read(taken), length)?.ToString());

    [Theory]
    [InlineData("192.0.2.0/30", "", "192.0.2.1")]
    [InlineData("192.0.2.0/30", "192.0.2.1", "192.0.2.2")]
    [InlineData("192.0.2.0/30", "192.0.2.1 192.0.2.2", null)]
    [InlineData("192.0.2.0/31", "", "192.0.2.0")]
    [InlineData("192.0.2.7/32", "", "192.0.2.7")]
    [InlineData("2001:db8::/64", "2001:db8::1", "2001:db8::2")]
    public void The_first_free_address_is_taken_and_never_the_network_s_own(
        string prefix, string taken, string? expected) =>
        Assert.Equal(expected, FreeSpace.FindAddress(
            IPNetwork.Parse(prefix),
            taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToHashSet())?.ToString());

    [Fact]
    public void What_is_taken_never_overlaps_and_a_full_block_says_so() =>
        Gen.Int[22, 30].List[1, 60].Sample(lengths =>
        {
            var block = IPNetwork.Parse("198.18.0.0/22");
            List<IPNetwork> taken = [];
            foreach (var length in lengths)
            {
                if (FreeSpace.FindPrefix(block, taken, length) is not { } found)
                {
                    var largest = FreeSpace.FindLargest(block, taken);
                    Assert.True(largest is null || largest.Value.PrefixLength > length);
                    continue;
                }

                Assert.True(block.Covers(found));
                Assert.DoesNotContain(taken, other => other.Overlaps(found));
                taken.Add(found);
            }

            var share = taken.Sum(network => (double)network.Size()) / (double)block.Size();
            Assert.Equal(share, FreeSpace.UsedShare(block, taken), 9);
        });

    private static IEnumerable<IPNetwork> Read(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse);
}
