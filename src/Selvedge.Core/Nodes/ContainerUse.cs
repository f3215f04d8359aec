namespace Selvedge.Core.Nodes;

/// <summary>What a container of a pod uses.</summary>
/// <param name="Name">Which.</param>
/// <param name="CpuMillis">Processors over the last <see cref="PodReport.UsageWindow"/>, in thousandths; null where
/// unknown.</param>
/// <param name="MemoryBytes">In use.</param>
public sealed record ContainerUse(string Name, long? CpuMillis, long MemoryBytes);
