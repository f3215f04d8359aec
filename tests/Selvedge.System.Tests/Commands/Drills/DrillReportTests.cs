using Selvedge.Commands.Drills;
using Selvedge.Commands.Output;

namespace Selvedge.System.Tests.Commands.Drills;

public sealed class DrillReportTests
{
    private static readonly DateTimeOffset KilledAt = new(2026, 1, 31, 12, 3, 20, 100, TimeSpan.Zero);

    private static readonly DrillResult Good = new(
        TimeSpan.FromSeconds(1.24), TimeSpan.FromSeconds(12.81), 454, 13, 0, []);

    [Fact]
    public void The_head_tells_what_dies_and_who_takes_over() => Assert.Equal(
        [
            "Drill: kill location/fra: fra-1 (process 41)",
            "  SITE            HOSTNAME              OTHER PLACES",
            "  default/atlas   atlas.selvedge.test   nyc, syd",
        ],
        CommandLine.Lines(output => DrillReport.WriteHead(
            output, DrillScenes.OfThree(), new Dictionary<string, int> { ["fra-1"] = 41 })));

    [Fact]
    public void A_line_of_the_timeline_tells_the_moment_the_span_and_the_evidence_beneath() => Assert.Equal(
        [
            "  TIME (UTC)     AFTER       EVENT",
            "  12:03:21.340   +1.24 s     verdict 2: default/atlas leaves fra",
            "                             current is shut: StatusStale, fra-1 is silent",
        ],
        CommandLine.Lines(output =>
        {
            DrillReport.WriteHeadings(output);
            DrillReport.WriteEvent(output, KilledAt, new DrillEvent(
                TimeSpan.FromSeconds(1.24), "verdictLeft", "verdict 2: default/atlas leaves fra",
                ["current is shut: StatusStale, fra-1 is silent"]));
        }));

    [Fact]
    public void The_result_is_one_line() => Assert.Equal(
        [
            "",
            "Requests   454 by clients that retry once: 13 needed the second address, 0 failed",
            "Result     met: unrouted after 1.24 s (target 3 s), 0 of 454 requests failed (target 0), "
                + "back after 12.8 s",
        ],
        CommandLine.Lines(output => DrillReport.WriteEnd(output, Paint.None, Good)));

    [Fact]
    public void Programs_get_the_same_in_milliseconds()
    {
        var told = DrillReport.ToJson(
            DrillScenes.OfThree(), KilledAt, Good with { Failed = 1, Failures = ["why"] },
            [new DrillEvent(TimeSpan.FromSeconds(1.24), "unrouted", "gone", [])]);

        Assert.False((bool)told["met"]!);
        Assert.Equal(1240, (double)told["unroutedAfterMilliseconds"]!);
        Assert.Equal(3000, (double)told["targetMilliseconds"]!);
        Assert.Equal("why", (string)told["requests"]!["failures"]![0]!);
        Assert.Equal("unrouted", (string)told["timeline"]![0]!["kind"]!);
        Assert.Equal(1240, (double)told["timeline"]![0]!["afterMilliseconds"]!);
    }
}
