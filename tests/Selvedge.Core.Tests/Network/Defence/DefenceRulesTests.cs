using System.Net;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Network.Defence;

public sealed class DefenceRulesTests
{
    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("240.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("2001:db8::1", true)]
    [InlineData("fc00::1", true)]
    [InlineData("::1", true)]
    [InlineData("ff02::1", true)]
    [InlineData("2a00:1450::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::", false)]
    public void Sources_that_cannot_be_are_bogons_and_what_interfaces_need_is_none(string address, bool bogon) =>
        Assert.Equal(bogon, Has(DefenceRules.Of(new DefenceSection(), Surroundings.None).Bogons, address));

    [Fact]
    public void Allowed_sources_and_neighbours_are_neither_bogons_nor_blocked()
    {
        var rules = DefenceRules.Of(
            new DefenceSection { Allow = ["10.8.0.0/16", "81.2.69.0/24"], Block = ["81.2.0.0/16"] },
            new Surroundings(AddressSet.Of(["10.9.0.0/24"]), AddressSet.Of(["10.9.0.53"])));
        Assert.False(Has(rules.Bogons, "10.8.1.1"));
        Assert.False(Has(rules.Bogons, "10.9.0.1"));
        Assert.True(Has(rules.Bogons, "10.9.1.1"));
        Assert.False(Has(rules.Block, "81.2.69.142"));
        Assert.True(Has(rules.Block, "81.2.70.1"));
    }

    [Fact]
    public void What_is_turned_off_is_off()
    {
        var rules = DefenceRules.Of(
            new DefenceSection { Bogons = false, Fragments = false, Syn = SynDefence.Off }, Surroundings.None);
        Assert.True(rules.Bogons.IsEmpty);
        Assert.False(rules.Fragments);
        Assert.False(rules.Proxy);
        Assert.True(rules.InvalidFlags);
    }

    private static bool Has(AddressSet set, string address)
    {
        var parsed = IPAddress.Parse(address);
        return set.Contains(
            AddressSet.Number(parsed), parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
    }
}
