using System.Net;
using System.Net.NetworkInformation;
using Selvedge.Wire.Nft;

namespace Selvedge.Wire.Tests.Nft;

public sealed class NftScriptTests
{
    [Fact]
    public void A_transaction_is_one_command_a_line()
    {
        var script = new NftScript("netdev", "selvedge")
            .AddTable()
            .AddMap("slots", "type mark : mark; size 65537;")
            .AddChain("to-web")
            .AddRule("to-web", "meta mark set 0")
            .DeleteElements("slots", ["1"])
            .AddElements("slots", ["1 : 2", "3 : 4"]);

        Assert.Equal(
            """
            add table netdev selvedge
            add map netdev selvedge slots { type mark : mark; size 65537; }
            add chain netdev selvedge to-web
            flush chain netdev selvedge to-web
            add rule netdev selvedge to-web meta mark set 0
            delete element netdev selvedge slots { 1 }
            add element netdev selvedge slots { 1 : 2, 3 : 4 }

            """.ReplaceLineEndings("\n"),
            script.ToString());
    }

    [Fact]
    public void Elements_are_cut_into_batches()
    {
        var script = new NftScript("netdev", "selvedge").AddElements(
            "slots", Enumerable.Range(0, NftLimits.ElementsPerCommandMax + 1).Select(slot => $"{slot} : 1"));

        Assert.Equal(2, script.ToString().Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("a;flush ruleset")]
    [InlineData("a\nflush ruleset")]
    [InlineData("a}")]
    [InlineData("a\"")]
    [InlineData("$a")]
    [InlineData("@a")]
    [InlineData("ä")]
    public void No_text_breaks_out_of_a_name(string name)
    {
        Assert.False(NftText.IsName(name));
        Assert.Throws<ArgumentException>(() => new NftScript("netdev", "t").AddCounter(name));
    }

    [Theory]
    [InlineData("mark 0\nflush ruleset")]
    [InlineData("mark 0 # }")]
    public void No_rule_begins_another_command(string rule) =>
        Assert.Throws<ArgumentException>(() => new NftScript("netdev", "t").AddRule("c", rule));

    [Theory]
    [InlineData("eth0", true)]
    [InlineData("enp0s31f6.100", true)]
    [InlineData("a-name-of-16-chs", false)]
    [InlineData("-eth0", false)]
    [InlineData("eth0\"", false)]
    [InlineData("eth 0", false)]
    public void Interfaces_have_plain_names(string name, bool good) => Assert.Equal(good, NftText.IsInterface(name));

    [Fact]
    public void Addresses_are_written_from_their_values_only()
    {
        Assert.Equal("198.51.100.10", NftText.Address(IPAddress.Parse("198.51.100.10")));
        Assert.Throws<ArgumentException>(() => NftText.Address(IPAddress.IPv6Loopback));
        Assert.True(NftText.TryReadHardware("02:00:00:00:01:0a", out var hardware));
        Assert.Equal("02:00:00:00:01:0a", NftText.Hardware(hardware));
        Assert.False(NftText.TryReadHardware("02:00:00:00:01", out _));
        Assert.Throws<ArgumentException>(() => NftText.Hardware(PhysicalAddress.None));
    }
}
