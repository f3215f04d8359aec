using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Core.Placement;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class PlanTextTests
{
    private static readonly PlanReport Shop = new()
    {
        Namespace = "shop",
        At = Answers.Now,
        Policy = "dynamic",
        Window = TimeSpan.FromMinutes(30),
        Demand = [new RegionDemand("xn", 40), new RegionDemand("u0", 5.25)],
        Present = new PlacementFigures(["fra"], 221.4, 240, 2),
        Next = new PlacementFigures(["fra", "syd"], 38.125, 127.5, 3.5),
        Routes = [new RegionRoute("xn", "syd", 40, 38.1) { IsMeasured = true }, new RegionRoute("u0", "fra", 5.25, 12)],
        Moves = [new PlacementMove("syd", true, 0.11, "It brings 40 requests a second from 250 to 38 ms.")],
        Leaving = ["nyc"],
    };

    [Fact]
    public void What_is_and_what_is_to_be_stand_beside_each_other_and_every_move_has_its_reason()
    {
        Assert.Equal(
            """
            shop: dynamic, 45.25 requests a second over 30m
                      LOCATIONS   MEAN       P95        COST AN HOUR
              now     fra         221.4 ms   240 ms     2
              to be   fra, syd    38.13 ms   127.5 ms   3.5

              MOVE   LOCATION   PRICE   REASON
              in     syd        0.11    It brings 40 requests a second from 250 to 38 ms.
              nyc: taken out, and left once the places to be serve.

              REGION   REQUESTS/S   SERVED AT   ROUND TRIP   KNOWN FROM
              xn       40           syd         38.1 ms      measurement
              u0       5.25         fra         12 ms        distance
            """.Split('\n'),
            Lines(Shop, null));
    }

    [Fact]
    public void Constraints_that_clash_are_told()
    {
        var lines = Lines(
            Shop with
            {
                Next = null,
                Moves = [],
                Routes = [],
                Leaving = [],
                Conflict = new PlacementConflict(["mustInclude[0]"], "No location meets it: mustInclude[0] asks."),
            },
            "fra");

        Assert.Equal(
            """
            shop without fra: dynamic, 45.25 requests a second over 30m
                    LOCATIONS   MEAN       P95      COST AN HOUR
              now   fra         221.4 ms   240 ms   2
              No location meets it: mustInclude[0] asks. All stays where it is.

              No place is to be put in or taken out.
            """.Split('\n'),
            lines);
    }

    [Fact]
    public void Without_any_optimizer_nothing_is_placed_by_demand()
    {
        Assert.Equal(
            ["No namespace has a ConfigMap location-optimizer: every site is placed as its document says."],
            CommandLine.Lines(output => PlanText.Write(output, Paint.None, [], null, Answers.Now)));
    }

    private static IReadOnlyList<string> Lines(PlanReport report, string? without) =>
        [.. CommandLine.Lines(output => PlanText.Write(output, Paint.None, [report], without, Answers.Now))];
}
