namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What one metric asks for.</summary>
/// <param name="Target">The metric and what it should be.</param>
/// <param name="Replicas">What it asks for; null: it failed.</param>
/// <param name="Ratio">What was measured over what should be, pods that were set aside not counted; 1 is on target.
/// NaN where it failed.</param>
/// <param name="Measured">Percent for Utilization, else thousandths.</param>
/// <param name="Failure">Why it failed; empty: it did not.</param>
public sealed record MetricProposal(MetricTarget Target, int? Replicas, double Ratio, long Measured, string Failure)
{
    internal static MetricProposal Failed(MetricTarget target, string why) => new(target, null, double.NaN, 0, why);
}
