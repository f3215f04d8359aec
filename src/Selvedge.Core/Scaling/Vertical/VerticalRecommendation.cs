namespace Selvedge.Core.Scaling.Vertical;

/// <summary>What a container should request.</summary>
/// <param name="CpuCores">Cores; null: nothing was measured yet.</param>
/// <param name="MemoryBytes">Bytes; null: nothing was measured yet.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record VerticalRecommendation(ResourceBounds? CpuCores, ResourceBounds? MemoryBytes, string Reason);
