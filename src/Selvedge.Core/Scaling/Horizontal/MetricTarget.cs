namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What one metric should be.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Name">Its name; <c>cpu</c> or <c>memory</c> for resources.</param>
/// <param name="Type">What is compared.</param>
/// <param name="Amount">Percent for Utilization, else thousandths of the metric's unit; above 0.</param>
public sealed record MetricTarget(MetricSource Source, string Name, MetricTargetType Type, long Amount)
{
    /// <summary>The resource for which young and unready pods are set aside.</summary>
    public const string Cpu = "cpu";

    /// <summary>Whether <see cref="Name"/> is the cpu resource.</summary>
    public bool IsCpu => Source == MetricSource.Resource && Name == Cpu;
}
