using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Dns;

namespace Selvedge.Edge.Tests.Dns;

public sealed class ZoneCompilerTests
{
    [Theory]
    [InlineData("www", "A", "not an address", "IPv4")]
    [InlineData("www", "SRV", "0 0 80 x", "type is unknown")]
    [InlineData("a..b", "A", "192.0.2.1", "no name")]
    [InlineData("www.other.test.", "A", "192.0.2.1", "outside of the zone")]
    [InlineData("@", "CNAME", "www", "apex cannot be an alias")]
    [InlineData("@", "NS", "ns", "nameServers")]
    [InlineData("*.x", "NS", "ns", "wildcard cannot be delegated")]
    [InlineData("www", "CNAME", "a b", "no name")]
    [InlineData("mail", "CNAME", "other", "other data beside it")]
    [InlineData("MAIL", "A", "192.0.2.9", "given twice")]
    public void A_wrong_record_is_refused_with_its_reason(string name, string type, string value, string expected)
    {
        var zone = Zone(TestWorld.Record("mail", "A", "192.0.2.1"), TestWorld.Record(name, type, value));
        Assert.False(ZoneCompiler.TryCompile(zone, out var compiled, out var reason));
        Assert.Null(compiled);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var zone = Zone(TestWorld.Record("a", "A", "x"), TestWorld.Record("b", "AAAA", "y")) with { NameServers = [] };
        Assert.False(ZoneCompiler.TryCompile(zone, out _, out var reason));
        Assert.Equal(3, reason.Split("; ").Length);
    }

    [Fact]
    public void Values_out_of_their_limits_are_refused()
    {
        var addresses = Enumerable.Range(0, 1001).Select(index => $"10.0.{index / 256}.{index % 256}");
        var many = TestWorld.Record("a", "A", [.. addresses]);
        Assert.False(ZoneCompiler.TryCompile(Zone(many), out _, out _));
        var eternal = TestWorld.Record("a", "A", "192.0.2.1") with { Ttl = TimeSpan.FromDays(8) };
        Assert.False(ZoneCompiler.TryCompile(Zone(eternal), out _, out _));
        Assert.False(ZoneCompiler.TryCompile(Zone(new ZoneRecord { Name = "a", Type = "A" }), out _, out _));
        Assert.False(ZoneCompiler.TryCompile(Zone() with { Mailbox = "nobody" }, out _, out _));
        Assert.False(ZoneCompiler.TryCompile(Zone() with { Apex = "" }, out _, out _));
    }

    [Fact]
    public void Equal_records_are_one()
    {
        var zone = Zone(TestWorld.Record("a", "AAAA", "2001:db8::1", "2001:DB8:0::1"));
        Assert.True(ZoneCompiler.TryCompile(zone, out var compiled, out var reason), reason);
        Assert.Single(compiled!.Sets.Single(set => set.Type == Selvedge.Wire.Dns.DnsType.AAAA).Data);
    }

    private static ZoneSection Zone(params ZoneRecord[] records) =>
        new("example.test", 1, ["ns1.example.test"], "", TimeSpan.FromSeconds(60), [.. records]);
}
