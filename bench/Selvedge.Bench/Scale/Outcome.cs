namespace Selvedge.Bench.Scale;

/// <summary>What a way of scaling came to.</summary>
/// <param name="Violations">Minutes in which more was asked than ready instances could serve.</param>
/// <param name="Hours">Instance-hours, starting instances included.</param>
internal sealed record Outcome(int Violations, double Hours);
