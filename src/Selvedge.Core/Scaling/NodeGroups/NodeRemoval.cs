using System.Collections.Immutable;
using System.Globalization;

namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>Which nodes are not needed, and which of them go now.</summary>
internal static class NodeRemoval
{
    public static NodeGroupMemory Plan(
        NodeGroupPolicy policy, NodeGroupInput input, NodeGroupMemory memory, HashSet<string> shortLocations,
        ImmutableArray<NodeDecision>.Builder decisions)
    {
        var since = ImmutableDictionary.CreateBuilder<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var node in Unneeded(policy, input, shortLocations))
        {
            since[node.Name] = memory.UnneededSince.TryGetValue(node.Name, out var known) ? known : input.Now;
        }

        var removals = memory.Removals.Where(at => at > input.Now - policy.DisruptionWindow).ToList();
        foreach (var (name, at) in since.OrderBy(entry => entry.Value)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .ToList())
        {
            var node = input.Nodes.First(node => node.Name == name);
            var idle = input.Now - at;
            if (idle < policy.UnneededFor)
            {
                continue;
            }

            var span = Span(idle);
            if (removals.Count >= policy.DisruptionsMax)
            {
                decisions.Add(new NodeDecision(
                    NodeAction.Hold, node.Group, 0, name,
                    $"{name} is unneeded for {span} and waits: {removals.Count} nodes went within the window.")
                {
                    Location = NodeGroupPlanner.LocationOf(input, node),
                });
                continue;
            }

            removals.Add(input.Now);
            since.Remove(name);
            decisions.Add(new NodeDecision(
                NodeAction.Remove, node.Group, 1, name,
                $"{name} is unneeded for {span}: its {node.Pods.Length} pods fit on other nodes.")
            {
                Location = NodeGroupPlanner.LocationOf(input, node),
            });
        }

        return memory with { UnneededSince = since.ToImmutable(), Removals = [.. removals] };
    }

    private static string Span(TimeSpan span) => span < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min");

    // Each is taken as gone before the next is looked at, so that all of them could go together.
    private static List<GroupNode> Unneeded(
        NodeGroupPolicy policy, NodeGroupInput input, HashSet<string> shortLocations)
    {
        var unneeded = new List<GroupNode>();
        foreach (var location in input.Groups.Select(group => group.Location).Distinct(StringComparer.Ordinal)
            .Where(location => !shortLocations.Contains(location)).Order(StringComparer.Ordinal))
        {
            var nodes = input.Nodes.Where(node => NodeGroupPlanner.LocationOf(input, node) == location).ToList();
            var free = nodes.ToDictionary(
                node => node.Name, node => NodeGroupPlanner.Free(input, node), StringComparer.Ordinal);
            var counts = nodes.CountBy(node => node.Group, StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal);

            // Pods that wait for a node here need what is free; those of a node on its way out may yet.
            if (nodes.Exists(node => node.Closed) || input.Pending.Any(demand => demand.Location == location))
            {
                continue;
            }

            foreach (var node in nodes.OrderBy(node => Used(input, node))
                .ThenBy(node => node.Name, StringComparer.Ordinal).ToList())
            {
                if (NodeGroupPlanner.GroupOf(input, node) is not { } group || node.Starting
                    || Used(input, node) >= policy.UnneededBelow || counts[group.Name] <= group.NodesMin
                    || !node.Pods.All(pod => pod.Movable))
                {
                    continue;
                }

                var others = nodes.Where(other => free.ContainsKey(other.Name) && other.Name != node.Name)
                    .Select(other => other.Name).ToArray();
                var room = others.Select(name => free[name]).ToArray();
                if (Packing.Place(node.Pods, room).Count == 0)
                {
                    for (var index = 0; index < others.Length; index++)
                    {
                        free[others[index]] = room[index];
                    }

                    free.Remove(node.Name);
                    counts[group.Name]--;
                    unneeded.Add(node);
                }
            }
        }

        return unneeded;
    }

    private static double Used(NodeGroupInput input, GroupNode node)
    {
        var whole = NodeGroupPlanner.Whole(input, node);
        return whole.Less(NodeGroupPlanner.Free(input, node)).ShareOf(whole);
    }
}
