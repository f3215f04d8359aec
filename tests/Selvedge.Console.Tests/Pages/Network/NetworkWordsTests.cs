using Selvedge.Console.Model;
using Selvedge.Console.Pages.Network;
using Selvedge.Core.Snapshots;
using Selvedge.Harness;

namespace Selvedge.Console.Tests.Pages.Network;

public sealed class NetworkWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_filter_reads_as_the_packets_that_it_matches()
    {
        Assert.Equal("Any packet to any own address, every one", NetworkWords.Packets(new FlowFilter()));
        Assert.Equal(
            "UDP from 198.51.100.0/24 from port 53, 123 to 192.0.2.10/32 port 443, 468 to 1,500 bytes, every one",
            NetworkWords.Packets(new FlowFilter
            {
                Protocol = "udp",
                Source = "198.51.100.0/24",
                SourcePorts = [53, 123],
                Destination = "192.0.2.10/32",
                Ports = [443],
                LengthMin = 468,
                LengthMax = 1500,
            }));
        Assert.Equal(
            "TCP to any own address, up to 60 bytes, flags syn/syn,ack, with 54 hops left, above 1,000 a second",
            NetworkWords.Packets(new FlowFilter
            {
                Protocol = "tcp",
                LengthMax = 60,
                TcpFlags = "syn/syn,ack",
                Ttl = 54,
                PacketsPerSecond = 1000,
            }));
    }

    [Fact]
    public void What_is_left_of_a_mitigation_is_a_span_and_never_negative()
    {
        Assert.Equal("in 41 s", NetworkWords.Left(Now.AddSeconds(41), Now));
        Assert.Equal("in 3 h", NetworkWords.Left(Now.AddHours(3), Now));
        Assert.Equal("ending now", NetworkWords.Left(Now.AddSeconds(-3), Now));
        Assert.Equal("not told", NetworkWords.Left(default, Now));
    }

    [Fact]
    public void Every_reach_is_told_by_a_word_and_a_sentence_beside_its_mark()
    {
        foreach (var (desired, observed) in new[] { ("Announced", 0), ("Withdrawn", 1), ("Refused", 0), ("Odd", 0) })
        {
            var one = new AnnouncementView("a", "a", "fra", desired, observed, "", "", null, []);
            Assert.NotEmpty(NetworkWords.Desired(one.Reach));
            Assert.NotEmpty(NetworkWords.Observed(one));
            Assert.EndsWith(".", NetworkWords.Why(one), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(9_999, "9,999")]
    [InlineData(12_400, "12.4k")]
    [InlineData(18_422_031, "18.4M")]
    [InlineData(22_106_437_200, "22.1G")]
    public void Large_numbers_are_short(double number, string text) => Assert.Equal(text, NetworkWords.Short(number));

    [Fact]
    public void The_example_of_the_empty_page_is_the_one_of_the_readme_whose_documents_are_tested()
    {
        var readme = File.ReadAllText(
            Path.Combine(Programs.RepositoryRoot, "src", "Selvedge.Console", "README.md"));

        Assert.Contains($"```yaml\n{ReachRegion.Example}\n```", readme, StringComparison.Ordinal);
        Assert.Equal("22.1 GB", NetworkWords.Bytes(22_106_437_200));
    }

    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(.4, "40 %")]
    [InlineData(.0123, "1.2 %")]
    [InlineData(0, "0 %")]
    public void Shares_are_percents(double share, string text) => Assert.Equal(text, NetworkWords.Share(share));
}
