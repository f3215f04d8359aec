namespace Selvedge.Core.Resources;

/// <summary>Where one metric comes from, and what it should be.</summary>
public sealed record AutoscalerMetricSource
{
    /// <summary>For a resource: <c>cpu</c> or <c>memory</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>For all others: the metric.</summary>
    public AutoscalerMetricName Metric { get; init; } = new();

    /// <summary>For a metric that describes a document: which.</summary>
    public ScaleTargetReference? DescribedObject { get; init; }

    /// <summary>What it should be.</summary>
    public AutoscalerMetricTarget Target { get; init; } = new();
}
