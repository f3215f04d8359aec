using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Defence;

namespace Selvedge.Edge.Tests.Network.Defence;

public sealed class TableChangeTests
{
    private static readonly DefenceSection Section = new()
    {
        Allow = ["192.0.2.0/24"],
        Block = ["203.0.113.0/24", "198.51.100.7", "2001:db8:bad::/48"],
    };

    [Fact]
    public void A_new_table_replaces_whatever_was_there_in_one_transaction()
    {
        var script = TableChange.Write(null, Block(Section));
        Assert.StartsWith(
            "add table netdev selvedge-block\ndelete table netdev selvedge-block\nadd table netdev selvedge-block\n",
            script, StringComparison.Ordinal);
        Assert.Contains("add element netdev selvedge-block block4 { 198.51.100.7, 203.0.113.0-203.0.113.255 }\n",
            script, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_elements_that_differ_are_touched()
    {
        var script = TableChange.Write(
            Block(Section), Block(Section with { Block = ["203.0.113.0/24", "198.51.100.8", "2001:db8:bad::/48"] }));
        Assert.Equal(
            "delete element netdev selvedge-block block4 { 198.51.100.7 }\n"
            + "add element netdev selvedge-block block4 { 198.51.100.8 }\n",
            script);
    }

    [Fact]
    public void What_is_as_it_shall_be_is_not_touched()
    {
        Assert.Equal("", TableChange.Write(Block(Section), Block(Section)));
        Assert.Equal("", TableChange.Write(Defence(), Defence()));
        Assert.Equal("", TableChange.Write(null, null));
        Assert.Equal("delete table netdev selvedge-block\n", TableChange.Write(Block(Section), null));
    }

    [Fact]
    public void A_mitigation_touches_no_rule_but_its_own_and_the_jump_to_it()
    {
        var first = Rule("a");
        var script = TableChange.Write(Defence(first), Defence(first, Rule("b")));
        Assert.Contains("add set netdev selvedge-defence until-b { type ether_type; flags timeout; }\n", script,
            StringComparison.Ordinal);
        Assert.Contains("flush chain netdev selvedge-defence mitigations\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain("flush chain netdev selvedge-defence ingress", script, StringComparison.Ordinal);
        Assert.DoesNotContain("meter", script, StringComparison.Ordinal);

        var back = TableChange.Write(Defence(first, Rule("b")), Defence(first));
        Assert.Matches("(?s)flush chain.*delete set", back);
        Assert.Contains("delete counter netdev selvedge-defence of-b\n", back, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_end_with_a_look_at_a_set_that_empties_by_itself()
    {
        var text = Assert.Single(MitigationText.Of(Rule("a")));
        Assert.Equal(
            "ip daddr 192.0.2.1/32 ip length 100-200 ip ttl 9 meta l4proto 6 th sport { 1, 2 } th dport 80 "
            + "tcp flags & 18 == 2 meta protocol @until-a counter name of-a drop",
            text);
        Assert.Equal(
            "flush set netdev selvedge-defence until-a\n"
            + "add element netdev selvedge-defence until-a { ip timeout 5s, ip6 timeout 5s }\n",
            TableChange.Lend("netdev selvedge-defence", "until-a", MitigationText.Lent, TimeSpan.FromSeconds(4.2)));
    }

    [Fact]
    public void A_filter_without_addresses_is_a_rule_for_each_version()
    {
        var rule = new MitigationRule(
            "a", new FlowFilter { LengthMin = 1000, PacketsPerSecond = 50 }, Drops: false, DateTimeOffset.UnixEpoch);
        Assert.Equal(
            [
                "ip length 1000-65535 meta protocol @until-a limit rate over 50/second burst 50 packets "
                + "counter name of-a",
                "ip6 length 960-65535 meta protocol @until-a limit rate over 50/second burst 50 packets "
                + "counter name of-a",
            ],
            MitigationText.Of(rule));
    }

    [Fact]
    public void Long_lists_are_many_sets_and_no_prefix_is_lost()
    {
        var prefixes = Enumerable.Range(0, 20_000)
            .Select(i => FormattableString.Invariant($"{(i % 200) + 5}.{i / 200}.0.0/24"))
            .Append("4.0.0.0/7").Append("2a00:1::/32").Append("2a02::/15");
        var table = Block(Section with { Block = [.. prefixes] })!;
        Assert.Contains("2a02::-2a03:ffff:ffff:ffff:ffff:ffff:ffff:ffff", table.Sets["block6"].Elements);
        Assert.Contains("2a00:1::-2a00:1:ffff:ffff:ffff:ffff:ffff:ffff", table.Sets["block-v6-2a00"].Elements);
        Assert.Equal(100, table.Sets["block-c8"].Elements.Length);
        Assert.All(table.Sets.Values, set => Assert.InRange(set.Elements.Length, 0, 8192));
    }

    [Fact]
    public void What_nft_lists_reads_back_as_what_was_written()
    {
        const string Json = """
            {"nftables": [{"metainfo": {"version": "1.0.6"}}, {"table": {"family": "netdev", "name": "t"}},
             {"counter": {"family": "netdev", "name": "blocked", "packets": 7, "bytes": 0}},
             {"set": {"family": "netdev", "name": "block4", "elem": [{"prefix": {"addr": "10.0.0.0", "len": 29}},
              "192.0.2.1", {"range": ["192.0.2.3", "192.0.2.9"]}]}},
             {"set": {"family": "netdev", "name": "empty"}},
             {"chain": {"family": "netdev", "name": "ingress"}},
             {"rule": {"chain": "ingress", "comment": "12ab", "expr": []}}, {"rule": {"chain": "ingress", "expr": []}}]}
            """;
        var table = TableReading.TryTable(Json, Block(Section)!)!;
        Assert.Equal(["10.0.0.0-10.0.0.7", "192.0.2.1", "192.0.2.3-192.0.2.9"], table.Sets["block4"].Elements);
        Assert.Equal(["12ab", ""], table.Chains[0].Rules.Select(rule => rule.Mark));
        Assert.Equal(7, TableReading.Counters(Json)["blocked"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"nftables": 3}""")]
    [InlineData("""{"nftables": [{"rule": {"chain": "nowhere"}}, {"table": {}}]}""")]
    public void Anything_else_is_no_table(string json)
    {
        Assert.Null(TableReading.TryTable(json, Block(Section)!));
        Assert.Empty(TableReading.Counters(json));
    }

    private static MitigationRule Rule(string id) => new(
        id,
        new FlowFilter
        {
            Destination = "192.0.2.1/32",
            Protocol = "tcp",
            SourcePorts = [1, 2],
            Ports = [80],
            LengthMin = 100,
            LengthMax = 200,
            TcpFlags = "syn/syn,ack",
            Ttl = 9,
        },
        Drops: true,
        DateTimeOffset.UnixEpoch);

    private static KernelTable? Block(DefenceSection section) =>
        BlockTable.Of(DefenceRules.Of(section, Surroundings.None), ["eth0"]);

    private static KernelTable Defence(params ImmutableArray<MitigationRule> mitigations) => DefenceTable.Of(
        DefenceRules.Of(Section, Surroundings.None) with { Mitigations = mitigations }, ["eth0"]);
}
