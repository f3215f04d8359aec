namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What the metrics alone asked for at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Replicas">The replicas.</param>
public sealed record Recommendation(DateTimeOffset At, int Replicas);
