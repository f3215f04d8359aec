using System.Globalization;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Why no node of a place takes a pod, and what would fit, in words. Pure.</summary>
/// <param name="place">Where.</param>
/// <param name="spec">What the pod asks for.</param>
/// <param name="cpu">Processors that it asks for, in thousandths.</param>
/// <param name="memory">Memory that it asks for.</param>
/// <param name="taken">Pods of the same kind that this plan puts on a node, by node.</param>
internal sealed class NodeObstacles(RolloutPlace place, PodSpec spec, long cpu, long memory, Func<string, int> taken)
{
    /// <summary>Nodes that are named; a location may have thousands.</summary>
    private const int NodesNamed = 3;

    private const long Mebibyte = 1 << 20;

    private enum Obstacle
    {
        Silent,
        Drained,
        Labels,
        Cpu,
        Memory,
        Both,
    }

    /// <summary>The sentences.</summary>
    public string Sentence()
    {
        if (place.Nodes.IsEmpty)
        {
            return $"{place.Location} has no nodes.";
        }

        // What a change of the pod mends stands first, then what needs somebody at the nodes.
        var nodes = place.Nodes.Select(node => (Node: node, Obstacle: Find(node)))
            .OrderByDescending(entry => entry.Obstacle).ThenBy(entry => entry.Node.Name, StringComparer.Ordinal)
            .ToList();
        var kinds = nodes.Select(entry => entry.Obstacle).Where(kind => kind > Obstacle.Drained).Distinct().ToList();
        var named = string.Join(", ", nodes.Take(NodesNamed).Select(entry => Text(
            entry.Node, entry.Obstacle, kinds.Count == 1)));
        var more = nodes.Count > NodesNamed
            ? string.Create(CultureInfo.InvariantCulture, $" and {nodes.Count - NodesNamed} more")
            : "";
        return $"No node of {place.Location} {Headline(kinds)}: {named}{more}.{Fix(nodes, kinds)}";
    }

    private Obstacle Find(RolloutNode node) =>
        node.SilentSince is not null ? Obstacle.Silent
        : !node.Admitted ? Obstacle.Drained
        : !NodeChoice.Selects(spec, node) ? Obstacle.Labels
        : (FreeCpu(node) < cpu, FreeMemory(node) < memory) switch
        {
            (true, true) => Obstacle.Both,
            (false, true) => Obstacle.Memory,
            _ => Obstacle.Cpu,
        };

    private string Headline(List<Obstacle> kinds) => kinds switch
    {
        [Obstacle.Cpu] => $"has {Cpu(cpu)} cpu free",
        [Obstacle.Memory] => $"has {Memory(memory)} of memory free",
        [Obstacle.Labels] => $"has {Labels()}",
        [] => "takes pods now",
        _ when kinds.Contains(Obstacle.Labels) => $"has {Labels()}, {Cpu(cpu)} cpu and {Memory(memory)} of memory free",
        _ => $"has {Cpu(cpu)} cpu and {Memory(memory)} of memory free",
    };

    // Where one thing is short everywhere, the headline has said what.
    private string Text(RolloutNode node, Obstacle obstacle, bool isSaid) => $"{node.Name} " + obstacle switch
    {
        Obstacle.Silent => "does not report",
        Obstacle.Drained => "is drained",
        Obstacle.Labels => "has other labels",
        Obstacle.Cpu => $"has {CpuOf(node)}{(isSaid ? "" : " cpu")}",
        Obstacle.Memory => $"has {MemoryOf(node)}{(isSaid ? "" : " of memory")}",
        _ => $"has {CpuOf(node)} cpu and {MemoryOf(node)} of memory",
    };

    // The pod that the roomiest node would take.
    private string Fix(List<(RolloutNode Node, Obstacle Obstacle)> nodes, List<Obstacle> kinds)
    {
        var roomy = nodes.Where(entry => entry.Obstacle > Obstacle.Labels).Select(entry => entry.Node)
            .OrderByDescending(node => Math.Min(Share(FreeCpu(node), cpu), Share(FreeMemory(node), memory)))
            .FirstOrDefault();
        if (roomy is null)
        {
            return kinds.Count == 0
                ? " Undrain one, or look at why they are silent."
                : " Label a node, or change spec.template.spec.nodeSelector.";
        }

        var parts = new (long Asked, long? Free, string Text)[]
        {
            (cpu, FreeCpu(roomy), $"{Cpu(Math.Max(0, FreeCpu(roomy) ?? 0))} cpu"),
            (memory, FreeMemory(roomy), Memory(Math.Max(0, FreeMemory(roomy) ?? 0))),
        }.Where(part => part.Asked > 0 && part.Free is not null).ToList();
        return parts.Exists(part => part.Free <= 0)
            ? $" {roomy.Name} is full: ask for less elsewhere, or add a node."
            : $" {roomy.Name} would take one that asks for {string.Join(" and ", parts.Select(part => part.Text))}; "
                + "ask for less, or add a node.";
    }

    private long? FreeCpu(RolloutNode node) => node.FreeCpuMillis - cpu * taken(node.Name);

    private long? FreeMemory(RolloutNode node) => node.FreeMemoryBytes - memory * taken(node.Name);

    private string CpuOf(RolloutNode node) => Cpu(Math.Max(0, FreeCpu(node) ?? 0))
        + (node.CpuMillis is { } all ? $" of {Cpu(all)}" : "");

    private string MemoryOf(RolloutNode node) => Memory(Math.Max(0, FreeMemory(node) ?? 0))
        + (node.MemoryBytes is { } all ? $" of {Memory(all)}" : "");

    private string Labels() => string.Join(", ", spec.NodeSelector.Select(label => $"{label.Key}={label.Value}"));

    private static double Share(long? free, long asked) => free is null || asked == 0 ? 1 : free.Value / (double)asked;

    private static string Cpu(long millis) => (millis / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Memory(long bytes) => bytes < Mebibyte
        ? Quantity.Memory(bytes)
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte}Mi");
}
