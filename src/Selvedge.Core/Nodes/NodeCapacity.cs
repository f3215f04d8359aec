namespace Selvedge.Core.Nodes;

/// <summary>What a node has for pods.</summary>
/// <param name="CpuMillis">Processors, in thousandths.</param>
/// <param name="MemoryBytes">Memory.</param>
public sealed record NodeCapacity(long CpuMillis, long MemoryBytes);
