using System.Text.Json.Nodes;
using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Core.Serviceability;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class StatusReportTests
{
    private static readonly string[] Locations =
    [
        """{"metadata": {"name": "nyc"}, "spec": {}}""",
        """{"metadata": {"name": "fra"}, "spec": {"drained": true, "drainReason": "switch"}}""",
    ];

    private static readonly string[] Nodes =
    [
        """
        {"metadata": {"name": "nyc-1"}, "spec": {"location": "nyc"}, "status": {"snapshotEpoch": 87, "wantedEpoch": 87,
         "verdictEpoch": 12, "purgeSequence": 3, "version": "1.0.0",
         "conditions": [{"type": "Ready", "status": "True", "reason": "Current"}]}}
        """,
        """
        {"metadata": {"name": "fra-1"}, "spec": {"location": "fra"}, "status": {"snapshotEpoch": 80, "wantedEpoch": 87,
         "verdictEpoch": 11, "purgeSequence": 2, "version": "1.0.0", "lastSeen": "2026-01-31T12:03:10Z",
         "conditions": [{"type": "Ready", "status": "False", "reason": "Silent"}]}}
        """,
        """{"metadata": {"name": "new-1"}, "spec": {"location": "nyc"}}""",
    ];

    [Fact]
    public void The_network_stands_on_one_screen() => Assert.Equal(
        """
        Control    127.0.0.1:7443, version 1.0.0 (Kubernetes API 1.34.0)
        Bus        connected, 1 of 3 nodes heard
        Verdicts   epoch 12, for 8s

        SITE           FRA                         NYC
        default/shop   no: current (StatusStale)   yes

        Drained: fra (switch)

        NODE    LOCATION   STATUS             SNAPSHOT   VERDICTS   PURGES   HEARD     VERSION
        fra-1   fra        NotReady: Silent   80 of 87   11         2        10s ago   1.0.0
        new-1   nyc        Unknown            -          -          -        never     -
        nyc-1   nyc        Ready              87         12         3        now       1.0.0
        """.Split('\n'),
        Write(Answers.Table, Nodes));

    [Fact]
    public void A_network_without_sites_says_what_to_do_next() =>
        Assert.Contains("There is no site yet. Apply one: selvedge apply -f site.yaml", Write(VerdictTable.Empty));

    [Fact]
    public void A_bus_over_which_nobody_is_heard_is_silent()
    {
        Assert.Equal("Bus        silent: no node is heard", Write(Answers.Table, Nodes[1])[1]);
        Assert.Equal("Bus        no node to hear", Write(Answers.Table)[1]);
    }

    [Fact]
    public void Held_and_not_placed_are_told_apart()
    {
        var table = Answers.Table with
        {
            Verdicts =
            [
                new Verdict(Answers.Shop, "fra", true, ["fra-1"],
                    [new ShutGate(Gate.Ready, "Refused", "", Answers.Now)], "LastPlace"),
                new Verdict(Answers.Shop, "nyc", false, [], [new ShutGate(Gate.Placed, "NotPlaced", "", Answers.Now)]),
            ],
        };

        Assert.Equal("default/shop   held (LastPlace)   -", Write(table)[5]);
    }

    private static string[] Write(VerdictTable table, params string[] nodes) => CommandLine.Lines(output =>
        new StatusReport(
            new Uri("https://127.0.0.1:7443"), "v1.34.0+selvedge-1.0.0", table,
            [.. Locations.Select(text => JsonNode.Parse(text)!.AsObject())],
            [.. nodes.Select(text => JsonNode.Parse(text)!.AsObject())],
            Answers.Now).WriteTo(output, Paint.None));
}
