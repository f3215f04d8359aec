using System.Collections.Immutable;
using System.Globalization;

namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>Which nodes to buy for pods that have none, and which to give back.</summary>
public static class NodeGroupPlanner
{
    /// <summary>Plans. Nothing is given back at a location where something is missing.</summary>
    /// <param name="policy">What the operator wants.</param>
    /// <param name="input">What is known.</param>
    /// <param name="memory">Of the plan before, with what providers have told since.</param>
    /// <returns>The steps, and the memory for the next plan.</returns>
    public static (ImmutableArray<NodeDecision> Decisions, NodeGroupMemory Memory) Plan(
        NodeGroupPolicy policy, NodeGroupInput input, NodeGroupMemory memory)
    {
        var decisions = ImmutableArray.CreateBuilder<NodeDecision>();
        var lacking = new HashSet<string>(StringComparer.Ordinal);
        var cost = input.Nodes.Sum(node => GroupOf(input, node)?.PricePerHour ?? 0);
        foreach (var location in input.Pending.GroupBy(demand => demand.Location, StringComparer.Ordinal)
            .OrderBy(location => location.Key, StringComparer.Ordinal))
        {
            var free = input.Nodes.Where(node => !node.Closed && LocationOf(input, node) == location.Key)
                .Select(node => Free(input, node)).ToArray();
            var left = Packing.Place(location, free);
            if (left.Count > 0)
            {
                lacking.Add(location.Key);
                cost += Buy(policy, input, memory, location.Key, left, cost, decisions);
            }
        }

        memory = NodeRemoval.Plan(policy, input, memory, lacking, decisions);
        return (decisions.ToImmutable(), memory);
    }

    internal static NodeGroupTerms? GroupOf(NodeGroupInput input, GroupNode node) =>
        input.Groups.FirstOrDefault(group => group.Name == node.Group);

    internal static string LocationOf(NodeGroupInput input, GroupNode node) =>
        GroupOf(input, node)?.Location ?? node.Location;

    internal static Capacity Whole(NodeGroupInput input, GroupNode node) =>
        node.Has ?? GroupOf(input, node)?.Node ?? default;

    internal static Capacity Free(NodeGroupInput input, GroupNode node) =>
        node.Pods.Aggregate(Whole(input, node), (free, pod) => free.Less(pod.Requests));

    private static decimal Buy(
        NodeGroupPolicy policy, NodeGroupInput input, NodeGroupMemory memory, string location,
        List<CapacityDemand> left, decimal cost, ImmutableArray<NodeDecision>.Builder decisions)
    {
        var bought = new Dictionary<string, int>(StringComparer.Ordinal);
        var spent = 0m;
        var obstacles = new SortedSet<string>(StringComparer.Ordinal);
        while (left.Count > 0)
        {
            obstacles.Clear();
            var offers = input.Groups.Where(group => group.Location == location)
                .Select(group => Offer(group, left)).OfType<GroupOffer>().ToList();
            if (GroupOffer.Best(policy.Expander, offers).FirstOrDefault() is not { } best)
            {
                break;
            }

            bought[best.Group.Name] = bought.GetValueOrDefault(best.Group.Name) + best.Nodes;
            spent += best.Nodes * best.Group.PricePerHour;
            left = best.Left;
            decisions.Add(new NodeDecision(
                NodeAction.Add, best.Group.Name, best.Nodes, "", string.Create(CultureInfo.InvariantCulture,
                    $"{best.Nodes} of {best.Group.Name} for {best.Placed} pods without a node at {location}: "
                    + $"{Why(policy.Expander, best)} of {offers.Count} groups that could help."))
            {
                Location = location,
            });
        }

        if (left.Count > 0)
        {
            decisions.Add(new NodeDecision(
                NodeAction.Hold, "", 0, "", $"{left.Count} pods at {location} stay without a node: "
                + (obstacles.Count == 0 ? "no group there has a node that is large enough." : string.Join(
                    "; ", obstacles) + "."))
            {
                Location = location,
            });
        }

        return spent;

        GroupOffer? Offer(NodeGroupTerms group, List<CapacityDemand> demands)
        {
            var room = group.NodesMax - input.Nodes.Count(node => node.Group == group.Name)
                - bought.GetValueOrDefault(group.Name);
            var affordable = group.PricePerHour <= 0
                ? int.MaxValue
                : (int)Math.Clamp((policy.BudgetPerHour - cost - spent) / group.PricePerHour, 0, int.MaxValue);
            if (!demands.Exists(demand => group.Node.Holds(demand.Requests)))
            {
                return null;
            }

            var obstacle = memory.Failures.GetValueOrDefault(group.Name)?.IsBroken(policy, input.Now) == true
                    ? $"{group.Name} has failed {memory.Failures[group.Name].InARow} times in a row and is left alone"
                : room <= 0 ? $"{group.Name} has its {group.NodesMax} nodes"
                : affordable == 0 ? $"a node of {group.Name} would exceed the budget"
                : "";
            if (obstacle.Length > 0)
            {
                obstacles.Add(obstacle);
                return null;
            }

            return GroupOffer.Simulate(group, demands, Math.Min(room, affordable));
        }
    }

    private static string Why(Expander expander, GroupOffer offer) => expander switch
    {
        Expander.LeastWaste => string.Create(
            CultureInfo.InvariantCulture, $"{offer.Waste * 100:0} % unused, the least"),
        Expander.Priority => string.Create(
            CultureInfo.InvariantCulture, $"priority {offer.Group.Priority}, the highest"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{offer.PricePerPod:0.####} an hour for each, the lowest"),
    };
}
