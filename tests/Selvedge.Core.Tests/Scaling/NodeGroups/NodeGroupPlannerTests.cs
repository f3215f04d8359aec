using System.Collections.Immutable;
using Selvedge.Core.Scaling.NodeGroups;

namespace Selvedge.Core.Tests.Scaling.NodeGroups;

public sealed class NodeGroupPlannerTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    private static readonly NodeGroupTerms Small = new()
    {
        Name = "small",
        Location = "fra",
        Node = new Capacity(2000, 4000),
        PricePerHour = 1m,
        NodesMax = 5,
    };

    private static readonly NodeGroupTerms Large = new()
    {
        Name = "large",
        Location = "fra",
        Node = new Capacity(8000, 16_000),
        PricePerHour = 3m,
        Priority = 1,
    };

    private static readonly NodeGroupPolicy Policy = new() { BudgetPerHour = 100m };

    [Theory]
    [InlineData(Expander.Price, "large")]
    [InlineData(Expander.LeastWaste, "large")]
    [InlineData(Expander.Priority, "large")]
    public void Eight_pods_of_a_core_go_to_the_group_that_the_expander_prefers(Expander expander, string group)
    {
        var decision = Assert.Single(Plan(Policy with { Expander = expander }, Pods(8, 1000, 2000)));

        Assert.Equal((NodeAction.Add, group, 1), (decision.Action, decision.Group, decision.Count));
    }

    [Fact]
    public void One_small_pod_goes_where_it_is_cheapest_and_least_is_wasted_unless_priority_says_otherwise()
    {
        Assert.Equal("small", Plan(Policy, Pods(1, 1000, 2000))[0].Group);
        Assert.Equal("small", Plan(Policy with { Expander = Expander.LeastWaste }, Pods(1, 1000, 2000))[0].Group);
        Assert.Equal("large", Plan(Policy with { Expander = Expander.Priority }, Pods(1, 1000, 2000))[0].Group);
    }

    [Fact]
    public void Room_on_nodes_that_are_starting_is_used_before_more_is_bought() =>
        Assert.Empty(
            Plan(Policy, Pods(2, 1000, 2000) with { Nodes = [new GroupNode("n", "small", [], Starting: true)] }));

    [Fact]
    public void The_budget_is_never_exceeded_and_what_is_left_out_is_told()
    {
        var decisions = Plan(Policy with { BudgetPerHour = 2.5m }, Pods(8, 1000, 2000));

        Assert.Equal((NodeAction.Add, "small", 2), (decisions[0].Action, decisions[0].Group, decisions[0].Count));
        Assert.Equal(
            "4 pods at fra stay without a node: a node of large would exceed the budget; "
            + "a node of small would exceed the budget.", decisions[1].Reason);
    }

    [Fact]
    public void A_group_that_fails_three_times_in_a_row_is_left_alone_for_a_while()
    {
        var memory = new NodeGroupMemory().Failed("small", Start).Failed("small", Start).Failed("small", Start);
        var input = Pods(1, 1000, 2000);

        Assert.Equal("large", NodeGroupPlanner.Plan(Policy, input, memory).Decisions[0].Group);
        Assert.Equal("small", NodeGroupPlanner.Plan(Policy, input, memory.Delivered("small")).Decisions[0].Group);
        Assert.Equal(
            "small",
            NodeGroupPlanner.Plan(Policy, input with { Now = Start.AddMinutes(15) }, memory).Decisions[0].Group);
    }

    [Fact]
    public void A_pod_that_no_node_holds_is_told() => Assert.Equal(
        "1 pods at fra stay without a node: no group there has a node that is large enough.",
        Assert.Single(Plan(Policy, Pods(1, 9000, 1))).Reason);

    [Fact]
    public void An_unneeded_node_goes_after_its_time_one_in_each_window()
    {
        var input = new NodeGroupInput
        {
            Now = Start,
            Groups = [Small],
            Nodes =
            [
                new GroupNode("a", "small", []),
                new GroupNode("b", "small", [Pod("p", 100)]),
                new GroupNode("c", "small", [Pod("q", 1900)]),
                new GroupNode("d", "small", [Pod("r", 300) with { Movable = false }]),
            ],
        };
        var (first, memory) = NodeGroupPlanner.Plan(Policy, input, new NodeGroupMemory());
        Assert.Empty(first);
        Assert.Equal(["a", "b"], memory.UnneededSince.Keys.Order(StringComparer.Ordinal));

        var (second, after) = NodeGroupPlanner.Plan(Policy, input with { Now = Start.AddMinutes(10) }, memory);
        Assert.Equal(
            ["a is unneeded for 10 min: its 0 pods fit on other nodes.",
                "b is unneeded for 10 min and waits: 1 nodes went within the window."],
            second.Select(decision => decision.Reason));

        var rest = input with { Now = Start.AddMinutes(20), Nodes = input.Nodes.RemoveAt(0) };
        Assert.Equal("b", Assert.Single(NodeGroupPlanner.Plan(Policy, rest, after).Decisions).Node);
    }

    [Fact]
    public void The_least_number_of_nodes_stays() => Assert.Empty(NodeGroupPlanner.Plan(
        Policy, new NodeGroupInput
        {
            Now = Start,
            Groups = [Small with { NodesMin = 1 }],
            Nodes = [new GroupNode("a", "small", [])],
        }, new NodeGroupMemory()).Memory.UnneededSince);

    [Fact]
    public void A_node_of_no_group_is_never_given_back_and_takes_the_pods_of_one_that_is()
    {
        var fixedNode = new GroupNode("fra-1", "", [Pod("p", 500)])
        {
            Location = "fra",
            Has = new Capacity(1000, 4000),
        };
        var input = new NodeGroupInput
        {
            Now = Start,
            Groups = [Small],
            Nodes = [new GroupNode("a", "small", [Pod("q", 400)]), fixedNode],
        };
        var after = input with { Now = Start.AddMinutes(10) };
        var (_, memory) = NodeGroupPlanner.Plan(Policy, input, new NodeGroupMemory());
        var removal = Assert.Single(NodeGroupPlanner.Plan(Policy, after, memory).Decisions);
        Assert.Equal((NodeAction.Remove, "a", "fra"), (removal.Action, removal.Node, removal.Location));

        // It has less than its pods would need.
        var tight = after with { Nodes = after.Nodes.SetItem(1, fixedNode with { Has = new Capacity(800, 4000) }) };
        Assert.Empty(NodeGroupPlanner.Plan(Policy, tight, memory).Decisions);
        Assert.Empty(Plan(Policy, Pods(1, 500, 100) with { Nodes = [fixedNode] }));
    }

    [Fact]
    public void A_closed_node_gives_no_room_but_counts_and_nothing_else_goes_meanwhile()
    {
        var closed = new GroupNode("a", "small", []) { Closed = true };
        Assert.Equal("small", Plan(Policy, Pods(1, 1000, 2000) with { Nodes = [closed] })[0].Group);
        Assert.Contains(
            "a node of small would exceed the budget",
            Plan(Policy with { BudgetPerHour = 1.5m }, Pods(1, 1000, 2000) with { Nodes = [closed] })[0].Reason,
            StringComparison.Ordinal);

        var idle = new NodeGroupInput
        {
            Now = Start,
            Groups = [Small],
            Nodes = [closed, new GroupNode("b", "small", [])],
        };
        Assert.Empty(NodeGroupPlanner.Plan(Policy, idle, new NodeGroupMemory()).Memory.UnneededSince);
    }

    [Fact]
    public void What_a_node_truly_has_counts_more_than_what_its_group_promised() => Assert.Equal(
        NodeAction.Add,
        Plan(Policy, Pods(1, 1500, 2000) with
        {
            Nodes = [new GroupNode("a", "small", []) { Has = new Capacity(1000, 4000) }],
        })[0].Action);

    [Fact]
    public void Whatever_is_asked_limits_and_budget_hold_and_nothing_is_bought_in_vain()
    {
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            var policy = Policy with
            {
                BudgetPerHour = random.Next(0, 30),
                Expander = (Expander)random.Next(3),
                DisruptionsMax = 2,
            };
            var input = Pods(random.Next(0, 40), random.Next(1, 9) * 500, random.Next(1, 9) * 1000) with
            {
                Nodes =
                [
                    .. Enumerable.Range(0, random.Next(0, 4)).Select(
                        index => new GroupNode($"n{index}", random.Next(2) == 0 ? "small" : "large", [])),
                ],
            };
            var (decisions, _) = NodeGroupPlanner.Plan(policy, input, new NodeGroupMemory());
            decimal Price(string group) => group == "small" ? 1m : 3m;
            var before = input.Nodes.Sum(node => Price(node.Group));
            var bought = decisions.Where(decision => decision.Action == NodeAction.Add).ToList();
            Assert.True(bought.Count == 0
                || before + bought.Sum(decision => decision.Count * Price(decision.Group)) <= policy.BudgetPerHour);
            foreach (var group in input.Groups)
            {
                var count = input.Nodes.Count(node => node.Group == group.Name);
                var added = bought.Where(decision => decision.Group == group.Name).Sum(decision => decision.Count);
                Assert.True(added == 0 || count + added <= group.NodesMax);
            }

            Assert.True(bought.Sum(decision => decision.Count) <= input.Pending.Length, $"round {round}");
            Assert.All(decisions, decision => Assert.EndsWith(".", decision.Reason, StringComparison.Ordinal));
        }
    }

    private static ImmutableArray<NodeDecision> Plan(NodeGroupPolicy policy, NodeGroupInput input) =>
        NodeGroupPlanner.Plan(policy, input, new NodeGroupMemory()).Decisions;

    private static NodeGroupInput Pods(int count, long cpu, long memory) => new()
    {
        Now = Start,
        Groups = [Small, Large],
        Pending =
        [
            .. Enumerable.Range(0, count).Select(
                index => new CapacityDemand($"p{index}", "fra", new Capacity(cpu, memory))),
        ],
    };

    private static CapacityDemand Pod(string name, long cpu) => new(name, "fra", new Capacity(cpu, 100));
}
