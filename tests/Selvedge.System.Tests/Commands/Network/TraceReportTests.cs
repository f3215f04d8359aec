using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Edge.Http;
using Selvedge.Processes;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class TraceReportTests
{
    [Fact]
    public void Every_nodes_cache_backend_and_certificate_are_told()
    {
        var fresh = new ExplainedVariant(200, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3598), 10, [], []);
        var stale = fresh with { Age = TimeSpan.FromMinutes(5), Ttl = TimeSpan.FromSeconds(-20) };
        var lines = CommandLine.Lines(output => TraceReport.Write(
            output, Paint.None, "https://shop.test/a", "203.0.113.9",
            [
                Reply("fra-1", Http("fresh", "", fresh)),
                Reply("nyc-1", Http("stale", "", stale)),
                Reply("syd-1", Http("absent", "No site of the name shop.test is placed here.") with
                {
                    Backend = "",
                    CertificateNotAfter = null,
                }),
                new NodeReply<NodeQuestions.TraceAnswer>("waw-1", "waw", "No answer.", null),
            ],
            Answers.Now));

        Assert.Equal(
            """
            GET https://shop.test/a, asked from 203.0.113.9
              NODE    LOCATION   STEERS TO   CACHE    AGE   TTL             BACKEND            CERTIFICATE
              fra-1   fra        nyc         fresh    2s    59m58s          http://192.0.2.1   89.5 days
              nyc-1   nyc        nyc         stale    5m    stale for 20s   http://192.0.2.1   89.5 days
              syd-1   syd        nyc         absent   -     -               -                  none
              waw-1   waw        missing     -        -     -               -                  -
              syd-1: No site of the name shop.test is placed here.
              waw-1: did not answer: No answer.
            """.Split('\n'),
            lines);
    }

    private static NodeReply<NodeQuestions.TraceAnswer> Reply(string node, Explanation http) =>
        new(node, node[..3], "", new NodeQuestions.TraceAnswer(http, Answers.Why(Answers.Decision)));

    private static Explanation Http(string cache, string problem, params ExplainedVariant[] variants) => new(
        "", "", "https://shop.test/a", "default/shop", "http://192.0.2.1", cache, [.. variants],
        Answers.Now.AddDays(89.5), problem);
}
