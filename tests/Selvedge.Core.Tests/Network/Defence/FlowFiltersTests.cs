using CsCheck;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Tests.Network.Defence;

public sealed class FlowFiltersTests
{
    [Fact]
    public void A_destination_alone_is_refused_with_the_way_out()
    {
        var problem = Assert.Single(FlowFilters.Problems(new FlowFilter
        {
            Destination = "192.0.2.1/32",
            PacketsPerSecond = 10,
        }));
        Assert.Contains("attacker wants", problem.Message, StringComparison.Ordinal);
        Assert.Contains("source", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_told_with_its_field() => Assert.Equal(
        ["lengthMax", "packetsPerSecond", "ports", "protocol", "source", "sourcePorts", "tcpFlags", "tcpFlags", "ttl"],
        FlowFilters.Problems(new FlowFilter
        {
            Source = "everywhere",
            Protocol = "quic",
            Ports = [70_000],
            SourcePorts = [53],
            LengthMin = 100,
            LengthMax = 10,
            Ttl = 300,
            TcpFlags = "syn",
            PacketsPerSecond = -1,
        }).Select(problem => problem.Field).Distinct(StringComparer.Ordinal).Append("tcpFlags")
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Both_prefixes_are_of_one_version() => Assert.Equal("source", Assert.Single(FlowFilters.Problems(
        new FlowFilter { Destination = "192.0.2.1/32", Source = "2001:db8::/32" })).Field);

    [Theory]
    [InlineData("syn/syn,ack", 0x02, 0x12)]
    [InlineData("/syn,fin", 0x00, 0x03)]
    [InlineData("ack,psh/ack,psh,rst", 0x18, 0x1c)]
    public void Flags_are_read(string text, byte set, byte looked)
    {
        Assert.True(TcpFlagBits.TryParse(text, out var readSet, out var readLooked));
        Assert.Equal((set, looked), (readSet, readLooked));
    }

    [Theory]
    [InlineData(0x00, false)]
    [InlineData(0x02, true)]
    [InlineData(0x12, true)]
    [InlineData(0x03, false)]
    [InlineData(0x06, false)]
    [InlineData(0x01, false)]
    [InlineData(0x11, true)]
    [InlineData(0x29, false)]
    [InlineData(0x04, true)]
    [InlineData(0x14, true)]
    [InlineData(0x10, true)]
    [InlineData(0x18, true)]
    [InlineData(0x3f, false)]
    public void Only_flags_that_a_tcp_sends_are_possible(byte flags, bool possible) =>
        Assert.Equal(possible, TcpFlagBits.Possible.Contains(flags));

    [Fact]
    public void Any_bytes_are_read_without_an_exception() => Gen.Byte.Array[0, 128].Sample(bytes =>
    {
        if (PacketFeatures.TryRead(bytes, out var packet))
        {
            Assert.Equal(bytes[0] >> 4 == 6, packet.IsIPv6);
        }
    });

    [Fact]
    public void A_syn_is_read_from_its_bytes()
    {
        var bytes = Convert.FromHexString("450000281c46400040060000c0000201c6336401"
            + "c35001bb00000001000000005002ffff00000000");
        Assert.True(PacketFeatures.TryRead(bytes, out var packet));
        Assert.True(packet.IsSyn);
        Assert.Equal((50_000, 443, 40, 64), (packet.SourcePort, packet.DestinationPort, packet.Length, packet.Ttl));
        Assert.True(new FilterMatch(new FlowFilter
        {
            Source = "192.0.2.0/24",
            Destination = "198.51.100.1/32",
            Protocol = "tcp",
            Ports = [443],
            TcpFlags = "syn/syn,ack",
            Ttl = 64,
        }).Fits(packet));
        Assert.False(new FilterMatch(new FlowFilter { Source = "192.0.3.0/24" }).Fits(packet));
    }
}
