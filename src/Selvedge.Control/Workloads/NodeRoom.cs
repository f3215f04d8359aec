using Selvedge.Core.Nodes;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Workloads;

/// <summary>What nodes have left for pods, by what the pods on them ask for. Several workloads are planned from the
/// same documents one after another: what one takes is told here, so that the next does not take it too.</summary>
internal sealed class NodeRoom
{
    private readonly Func<string, NodeCapacity?> _capacity;
    private readonly Dictionary<string, NodeCapacity> _asked = new(StringComparer.Ordinal);

    /// <summary>Counts what runs.</summary>
    /// <param name="pods">All pods.</param>
    /// <param name="capacity">What a node has for pods; null: not known.</param>
    public NodeRoom(IEnumerable<Pod> pods, Func<string, NodeCapacity?> capacity)
    {
        _capacity = capacity;
        foreach (var pod in pods)
        {
            Take(pod.Spec.NodeName, pod.Spec);
        }
    }

    /// <summary>What a node has for pods in all; null: not known.</summary>
    public NodeCapacity? Of(string node) => _capacity(node);

    /// <summary>What is left of it; less than 0 where more was asked for than there is.</summary>
    public NodeCapacity? FreeOf(string node)
    {
        var asked = _asked.GetValueOrDefault(node) ?? new NodeCapacity(0, 0);
        return _capacity(node) is { } all
            ? new NodeCapacity(all.CpuMillis - asked.CpuMillis, all.MemoryBytes - asked.MemoryBytes)
            : null;
    }

    /// <summary>A pod is put on a node.</summary>
    public void Take(string node, PodSpec spec)
    {
        var asked = _asked.GetValueOrDefault(node) ?? new NodeCapacity(0, 0);
        _asked[node] = new NodeCapacity(asked.CpuMillis + spec.CpuMillis, asked.MemoryBytes + spec.MemoryBytes);
    }
}
