namespace Selvedge.Core.Resources;

/// <summary>What one metric asked for.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Target">What it should be, as people write it: <c>80%</c>, <c>250m</c>, <c>20</c>.</param>
/// <param name="Measured">What it was, in the same form; empty where it has no value.</param>
/// <param name="Replicas">What it asked for; null where it has no value.</param>
/// <param name="Failure">Why it has no value; else empty.</param>
public sealed record ScaleMetric(string Name, string Target, string Measured, int? Replicas, string Failure);
