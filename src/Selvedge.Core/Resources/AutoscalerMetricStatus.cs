using System.Text.Json.Serialization;

namespace Selvedge.Core.Resources;

/// <summary>What was measured of one metric of a <see cref="HorizontalPodAutoscaler"/>; the member that
/// <see cref="Type"/> names is set.</summary>
public sealed record AutoscalerMetricStatus
{
    /// <summary><c>Resource</c>, <c>Pods</c>, <c>Object</c> or <c>External</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Of cpu or memory.</summary>
    public AutoscalerMetricValue? Resource { get; init; }

    /// <summary>Of the pods.</summary>
    public AutoscalerMetricValue? Pods { get; init; }

    /// <summary>Of a document.</summary>
    [JsonPropertyName("object")]
    public AutoscalerMetricValue? Described { get; init; }

    /// <summary>Of something else.</summary>
    public AutoscalerMetricValue? External { get; init; }
}
