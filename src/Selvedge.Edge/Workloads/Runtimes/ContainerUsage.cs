namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>What a container takes.</summary>
/// <param name="Cpu">Processor time since it began.</param>
/// <param name="MemoryBytes">In use.</param>
public sealed record ContainerUsage(TimeSpan Cpu, long MemoryBytes);
