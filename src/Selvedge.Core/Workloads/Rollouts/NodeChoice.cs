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
        var (cpu, memory) = (spec.Containers.Sum(container => container.Resources.CpuMillis),
            spec.Containers.Sum(container => container.Resources.MemoryBytes));
        var chosen = place.Nodes
            .Where(node => node.Admitted && node.SilentSince is null && Selects(spec, node)
                && Fits(node, cpu, memory, taken(node.Name)))
            .OrderBy(node => ofWorkload(node.Name) + taken(node.Name))
            .ThenBy(node => node.Pods + taken(node.Name))
            .ThenBy(node => node.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        reason = chosen is null ? WhyNot(place, spec, cpu, memory) : "";
        return chosen;
    }

    private static bool Selects(PodSpec spec, RolloutNode node) => spec.NodeSelector.All(
        wanted => node.Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    private static bool Fits(RolloutNode node, long cpu, long memory, int taken) =>
        !(node.FreeCpuMillis < cpu * (taken + 1)) && !(node.FreeMemoryBytes < memory * (taken + 1));

    // One count a constraint: which of them it is, and what would fit.
    private static string WhyNot(RolloutPlace place, PodSpec spec, long cpu, long memory)
    {
        var reasons = new List<string>();
        void Count(Func<RolloutNode, bool> isSo, string what)
        {
            if (place.Nodes.Count(isSo) is > 0 and var count)
            {
                reasons.Add(FormattableString.Invariant($"{count} {what}"));
            }
        }

        Count(node => node.SilentSince is not null, "silent");
        Count(node => node.SilentSince is null && !node.Admitted, "drained");
        Count(node => Usable(node) && !Selects(spec, node),
            $"without {string.Join(", ", spec.NodeSelector.Select(label => $"{label.Key}={label.Value}"))}");
        Count(node => Usable(node) && Selects(spec, node) && node.FreeCpuMillis < cpu,
            FormattableString.Invariant($"with less than {cpu}m processors free"));
        Count(node => Usable(node) && Selects(spec, node) && node.FreeMemoryBytes < memory,
            FormattableString.Invariant($"with less than {memory} bytes of memory free"));
        return place.Nodes.IsEmpty
            ? $"{place.Location} has no nodes."
            : FormattableString.Invariant(
                $"None of {place.Nodes.Length} nodes at {place.Location} takes the pod: {string.Join(", ", reasons)}.");

        static bool Usable(RolloutNode node) => node.SilentSince is null && node.Admitted;
    }
}
