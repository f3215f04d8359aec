using Selvedge.Core.Nodes;
using Selvedge.Core.Workloads;

namespace Selvedge.Configuration;

/// <summary>What a node keeps for itself and its machine, as Kubernetes' quantities.</summary>
internal sealed record ReservedConfiguration
{
    /// <summary>Processors. The default is 100m: an idle node takes less than half of it.</summary>
    public string Cpu { get; init; } = "100m";

    /// <summary>Memory. The default is 256Mi: what a node with a small cache takes.</summary>
    public string Memory { get; init; } = "256Mi";

    /// <summary>The same in numbers. Only where there are no <see cref="Problems"/>.</summary>
    public NodeCapacity ToCapacity() => Quantity.TryParse(Cpu, out var cpu) && Quantity.TryParse(Memory, out var memory)
        ? new NodeCapacity(cpu.MilliUnits, memory.Units)
        : throw new InvalidOperationException("A reserve that has problems is in use.");

    /// <summary>Everything wrong with it, each with the path and the fix.</summary>
    /// <param name="path">Where it stands.</param>
    public IEnumerable<string> Problems(string path)
    {
        foreach (var (name, text, example) in new[] { ("cpu", Cpu, "100m"), ("memory", Memory, "256Mi") })
        {
            if (!Quantity.TryParse(text, out var quantity) || quantity.MilliUnits < 0)
            {
                yield return $"{path}.{name}: {text} is no quantity of 0 or more. Write, for example, {example}.";
            }
        }
    }
}
