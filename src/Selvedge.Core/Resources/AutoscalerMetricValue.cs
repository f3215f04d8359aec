namespace Selvedge.Core.Resources;

/// <summary>One measured metric.</summary>
public sealed record AutoscalerMetricValue
{
    /// <summary>For a resource: <c>cpu</c> or <c>memory</c>.</summary>
    public string? Name { get; init; }

    /// <summary>For all others: the metric.</summary>
    public AutoscalerMetricName? Metric { get; init; }

    /// <summary>For a metric that describes a document: which.</summary>
    public ScaleTargetReference? DescribedObject { get; init; }

    /// <summary>The value, in the form that the target has.</summary>
    public AutoscalerAmount Current { get; init; } = new();
}
