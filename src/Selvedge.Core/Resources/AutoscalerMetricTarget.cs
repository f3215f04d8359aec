using System.Text.Json;

namespace Selvedge.Core.Resources;

/// <summary>What a metric should be; the member that <see cref="Type"/> names is set.</summary>
public sealed record AutoscalerMetricTarget
{
    /// <summary><c>Utilization</c>, <c>AverageValue</c> or <c>Value</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Percent of what the pods request.</summary>
    public int? AverageUtilization { get; init; }

    /// <summary>The mean over the pods: a quantity, as text or whole number.</summary>
    public JsonElement? AverageValue { get; init; }

    /// <summary>The value itself: a quantity, as text or whole number.</summary>
    public JsonElement? Value { get; init; }
}
