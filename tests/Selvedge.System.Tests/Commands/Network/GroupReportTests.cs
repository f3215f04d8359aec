using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class GroupReportTests
{
    private static readonly NodeGroup Small = new()
    {
        Metadata = new ObjectMeta { Name = "small" },
        Spec = new NodeGroupSpec { Location = "fra", Command = "local", PricePerHour = 0.05m, Max = 3 },
        Status = new NodeGroupStatus
        {
            Nodes =
            [
                new GroupMember("small-b", GroupMemberPhase.Ready, Answers.Now.AddMinutes(-5))
                {
                    UnneededSince = Answers.Now.AddSeconds(-30),
                },
                new GroupMember("small-c", GroupMemberPhase.Draining, Answers.Now, "2 pods are still on it."),
            ],
            Conditions =
            [
                new Condition("Ready", "True", "ProviderDelivers", "", Answers.Now),
                new Condition("BudgetReached", "True", "BudgetReached", "Another node costs 0.05.", Answers.Now),
            ],
            Decisions =
            [
                new GroupDecision(
                    Answers.Now.AddMinutes(-6), "Add", ["small-b", "small-c"], "2 of small.", 3, 0, 0, 0.1m),
            ],
        },
    };

    [Fact]
    public void Nodes_trouble_and_every_decision_with_its_inputs_are_told() => Assert.Equal(
        """
        Group      small: 0 to 3 nodes at fra, 0.05 an hour each, by local
        Trouble    BudgetReached: Another node costs 0.05.

        NODE      PHASE      FOR   UNNEEDED   MESSAGE
        small-b   Ready      5m    for 30s    -
        small-c   Draining   0s    -          2 pods are still on it.

        Latest decisions
          AGE   ACTION   NODES              WAITING   COST    WHY
          6m    Add      small-b, small-c   3 pods    0/0.1   2 of small.
        """.Split('\n'),
        Lines(Small));

    [Fact]
    public void A_group_that_has_done_nothing_says_so() => Assert.Equal(
        """
        Group      small: 0 to 3 nodes at fra, 0.05 an hour each, by local

        It has no nodes.

        Nothing is decided yet.
        """.Split('\n'),
        Lines(Small with { Status = new NodeGroupStatus() }));

    private static IReadOnlyList<string> Lines(NodeGroup group) =>
        [.. CommandLine.Lines(output => GroupReport.Write(output, Paint.None, group, Answers.Now))];
}
