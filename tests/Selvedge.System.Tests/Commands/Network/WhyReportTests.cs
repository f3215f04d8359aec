using System.Collections.Immutable;
using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Core.Steering;
using Selvedge.Processes;
using Selvedge.Wire.Dns;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class WhyReportTests
{
    private static readonly NodeQuestions.WhyQuestion Question = new("shop.test", "A", "203.0.113.9");

    [Fact]
    public void Every_filters_reason_the_verdicts_and_every_nodes_answer_are_told()
    {
        var report = Report(
            Reply("fra-1", null, "No answer."),
            Reply("nyc-1", Answers.Why(Answers.Decision)),
            Reply("syd-1", Answers.Why(Answers.Decision)));

        Assert.Null(report.Complaint);
        Assert.Equal(
            """
            shop.test A, asked from 203.0.113.9 (DE, 50.1 8.7)
              is sent to nyc (127.0.2.1)

            Filters
              FILTER   PLACE   KEPT   REASON
              placed   fra     yes    the plan puts the site here
                       nyc     yes    the plan puts the site here
              up       nyc     yes    serviceable
                       fra     no     shut: current (StatusStale)

            Verdicts on default/shop, epoch 12 at the control plane
              LOCATION   SERVICEABLE   SHUT GATE   REASON        SINCE    DETAIL
              fra        no            current     StatusStale   8s ago   fra-1 is silent.
              nyc        yes           none

            Nodes
              NODE    LOCATION   SNAPSHOT   VERDICTS   AGREES    SENDS TO
              fra-1   fra        -          -          missing   No answer.
              nyc-1   nyc        87         12         yes       nyc
              syd-1   syd        87         12         yes       nyc

              2 of 3 nodes agree; fra-1 did not answer.
            """.Split('\n'),
            CommandLine.Lines(output => report.WriteTo(output, Paint.None)));
    }

    [Fact]
    public void A_node_that_answers_otherwise_is_named()
    {
        var other = Answers.Decision with { Steps = [], Places = [new SteeredPlace("syd", ["127.0.3.1"])] };
        var lines = Write(
            Reply("fra-1", Answers.Why(Answers.Decision)), Reply("nyc-1", Answers.Why(Answers.Decision)),
            Reply("syd-1", Answers.Why(other)));

        Assert.Contains("  syd-1   syd        87         12         no       syd", lines);
        Assert.Equal("  2 of 3 nodes agree; syd-1 answer otherwise.", lines[^1]);
    }

    [Fact]
    public void Nowhere_and_the_fall_back_are_told()
    {
        Assert.Equal(
            "  is sent nowhere (SERVFAIL): no place is left",
            Write(Reply("fra-1", Answers.Why(Answers.Decision with { Places = [] }, DnsRcode.ServFail)))[1]);
        Assert.Equal(
            "  is sent to nyc (127.0.2.1); every place is down, whenAllDown is LastGood",
            Write(Reply("fra-1", Answers.Why(Answers.Decision with { Fallback = "LastGood" })))[1]);
    }

    [Theory]
    [InlineData(DnsRcode.NoError, "  exists, but has no A record; no site is steered by it")]
    [InlineData(DnsRcode.NXDomain, "  does not exist (NXDOMAIN). Sites and their names: selvedge get sites")]
    [InlineData(DnsRcode.Refused, "  is in no zone of this network (REFUSED). The zones: selvedge get zones")]
    public void A_name_that_no_site_has_is_told_in_words(DnsRcode rcode, string line) =>
        Assert.Equal(line, Write(Reply("fra-1", Answers.Why(null, rcode)))[1]);

    [Fact]
    public void Where_no_node_answers_the_complaint_names_them()
    {
        Assert.Contains(
            "fra-1 (No answer.)", Report(Reply("fra-1", null, "No answer.")).Complaint, StringComparison.Ordinal);
        Assert.Contains("selvedge get nodes", Report().Complaint, StringComparison.Ordinal);
        Assert.StartsWith(
            "a b is not a hostname.",
            Report(Reply("fra-1", new NodeQuestions.WhyAnswer("a b is not a hostname.", null))).Complaint,
            StringComparison.Ordinal);
    }

    private static NodeReply<NodeQuestions.WhyAnswer> Reply(
        string node, NodeQuestions.WhyAnswer? answer, string reason = "") => new(node, node[..3], reason, answer);

    private static string[] Write(params ImmutableArray<NodeReply<NodeQuestions.WhyAnswer>> replies) =>
        CommandLine.Lines(output => Report(replies).WriteTo(output, Paint.None));

    private static WhyReport Report(params ImmutableArray<NodeReply<NodeQuestions.WhyAnswer>> replies) =>
        new(Question, replies, Answers.Table, Answers.Now);
}
