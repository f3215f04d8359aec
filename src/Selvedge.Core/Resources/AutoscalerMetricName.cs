namespace Selvedge.Core.Resources;

/// <summary>Names a metric.</summary>
public sealed record AutoscalerMetricName
{
    /// <summary>The metric's name.</summary>
    public string Name { get; init; } = "";
}
