using System.Collections.Immutable;
using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Control.Commands;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class ReplayReportTests
{
    private static readonly ReplayAnswer Answer = new(
        Answers.Now,
        Answers.Now.AddHours(-5),
        "",
        12,
        Answers.Now.AddSeconds(-8),
        Answers.Now.AddSeconds(4),
        Answers.Now.AddMinutes(-30),
        new Dictionary<string, long> { ["fra"] = 87, ["nyc"] = 90 }.ToImmutableSortedDictionary(),
        TimeSpan.FromSeconds(30),
        false,
        [.. Answers.Table.Verdicts],
        Answers.Decision);

    [Fact]
    public void What_was_answered_is_told_with_its_reasons_and_what_the_record_holds() => Assert.Equal(
        """
        shop.test, asked from 203.0.113.9 (DE, 50.1 8.7) at 2026-01-31 12:03:20Z
          was sent to nyc (127.0.2.1)

        Filters
          FILTER   PLACE   KEPT   REASON
          placed   fra     yes    the plan puts the site here
                   nyc     yes    the plan puts the site here
          up       nyc     yes    serviceable
                   fra     no     shut: current (StatusStale)

        Verdicts on default/shop, epoch 12
          LOCATION   SERVICEABLE   SHUT GATE   REASON        SINCE       DETAIL
          fra        no            current     StatusStale   8s before   fra-1 is silent.
          nyc        yes           none

        Record
          The verdicts were in force from 2026-01-31 12:03:12Z to 2026-01-31 12:03:24Z.
          Snapshots in force since 2026-01-31 11:33:20Z: fra 87, nyc 90.
          Resolvers may have used answers that were up to 30s older (the TTL).
          The client's place is what the nodes' country database says now.
          The record begins at 2026-01-31 07:03:20Z.
        """.Split('\n'),
        CommandLine.Lines(output => ReplayReport.Write(output, Paint.None, "shop.test", Answer)));

    [Fact]
    public void A_moment_that_is_not_recorded_is_told_with_where_the_record_begins()
    {
        Assert.Equal(
            "The record does not know the moment. 2026-01-31 12:03:20Z was asked for; the record begins at "
                + "2026-01-31 07:03:20Z. What happened is in: selvedge events",
            ReplayReport.Complaint(new ReplayAnswer(
                Answers.Now, Answers.Now.AddHours(-5), "The record does not know the moment.")));
        Assert.Contains(
            "Nothing is recorded yet",
            ReplayReport.Complaint(new ReplayAnswer(Answers.Now, null, "The record does not know the moment.")),
            StringComparison.Ordinal);
    }
}
