namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Which node takes a pod. Pure.</summary>
internal static class NodeChoice
{
    /// <summary>The node that has the fewest pods of the workload, then the fewest of all.</summary>
    /// <param name="place">Where.</param>
    /// <param name="spec">What the pod asks for.</param>
    /// <param name="ofWorkload">Pods of the workload by node.</param>
    /// <param name="taken">Pods that this plan puts on a node, by node.</param>
    /// <param name="reason">Why no node takes it where null is returned; else empty.</param>
    public static RolloutNode? Find(
        RolloutPlace place, PodSpec spec, Func<string, int> ofWorkload, Func<string, int> taken, out string reason)
    {
        var (cpu, memory) = (spec.CpuMillis, spec.MemoryBytes);
        var chosen = place.Nodes
            .Where(node => node.Admitted && node.SilentSince is null && Selects(spec, node)
                && Fits(node, cpu, memory, taken(node.Name)))
            .OrderBy(node => ofWorkload(node.Name) + taken(node.Name))
            .ThenBy(node => node.Pods + taken(node.Name))
            .ThenBy(node => node.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        reason = chosen is null ? new NodeObstacles(place, spec, cpu, memory, taken).Sentence() : "";
        return chosen;
    }

    /// <summary>Whether the node has every label that the pod asks for.</summary>
    public static bool Selects(PodSpec spec, RolloutNode node) => spec.NodeSelector.All(
        wanted => node.Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    private static bool Fits(RolloutNode node, long cpu, long memory, int taken) =>
        !(node.FreeCpuMillis < cpu * (taken + 1)) && !(node.FreeMemoryBytes < memory * (taken + 1));
}
