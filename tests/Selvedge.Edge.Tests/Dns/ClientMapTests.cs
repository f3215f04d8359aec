using System.Net;
using CsCheck;
using Selvedge.Edge.Dns;

namespace Selvedge.Edge.Tests.Dns;

public sealed class ClientMapTests
{
    [Fact]
    public void Ranges_answer_as_the_longest_prefix_does_and_the_scope_holds() => Gen.Select(
        Gen.Select(Gen.UInt[0, 0x0FFF], Gen.Int[20, 32]).Array[0, 12], Gen.UInt[0, 0x0FFF]).Sample((drawn, address) =>
        {
            var networks = drawn.Select((pair, index) => new AddressNetwork<uint>(
                pair.Item1 & (uint)(ulong.MaxValue << (32 - pair.Item2)), pair.Item2, index)).ToArray();
            var ranges = AddressRanges<uint>.Build(networks);
            var region = ranges.Find(address, out var scope);
            Assert.Equal(Expected(networks, address), region);
            var mask = scope == 0 ? 0 : uint.MaxValue << (32 - scope);
            for (uint other = 0; other <= 0x1000; other += 7)
            {
                if ((other & mask) == (address & mask))
                {
                    Assert.Equal(region, ranges.Find(other, out _));
                }
            }
        });

    [Fact]
    public void The_edges_of_the_address_space_have_their_regions()
    {
        var all = AddressRanges<UInt128>.Build([new(0, 0, 1), new(UInt128.MaxValue, 128, 2)]);
        Assert.Equal(1, all.Find(0, out _));
        Assert.Equal(2, all.Find(UInt128.MaxValue, out var scope));
        Assert.Equal(128, scope);
        Assert.Equal(1, all.Find(UInt128.MaxValue - 1, out _));
        Assert.Equal(-1, AddressRanges<uint>.Build([]).Find(uint.MaxValue, out scope));
        Assert.Equal(0, scope);
    }

    [Fact]
    public void Declared_networks_come_before_the_country_database()
    {
        var path = Environment.GetEnvironmentVariable("SELVEDGE_TEST_MMDB");
        Assert.SkipUnless(
            File.Exists(path), "SELVEDGE_TEST_MMDB names no country database (eng/get-country-database fetches one)");
        var database = CountryDatabase.Load(path);
        var map = new ClientMap([new("8.8.8.8/32", "JP", TestWorld.At(35, 139))], database);
        Assert.Equal("JP", Country(map, "8.8.8.8", out var scope));
        Assert.Equal(32, scope);
        Assert.Equal("US", Country(map, "8.8.8.9", out scope));
        Assert.InRange(scope, 8, 32);
        Assert.Equal("DE", Country(map, "193.99.144.80", out _));
        Assert.Equal("DE", Country(map, "2a02:2e0:3fe:1001:302::", out _));
        Assert.Null(Country(map, "127.0.0.1", out _));
        Assert.Null(Country(map, "::1", out _));
    }

    private static string? Country(ClientMap map, string address, out byte scope) =>
        map.Regions[map.Find(ClientAddress.From(IPAddress.Parse(address)), out scope)].Country;

    private static int Expected(AddressNetwork<uint>[] networks, uint address) => networks
        .Where(network => address >> (32 - network.Length) == network.First >> (32 - network.Length))
        .OrderBy(network => network.Length)
        .ThenBy(network => network.Region)
        .Select(network => network.Region)
        .LastOrDefault(-1);
}
