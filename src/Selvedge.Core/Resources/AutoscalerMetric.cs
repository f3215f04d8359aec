using System.Text.Json.Serialization;

namespace Selvedge.Core.Resources;

/// <summary>One metric of a <see cref="HorizontalPodAutoscaler"/>; the source that <see cref="Type"/> names is
/// set.</summary>
public sealed record AutoscalerMetric
{
    /// <summary><c>Resource</c>, <c>Pods</c>, <c>Object</c> or <c>External</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>What each pod uses of cpu or memory.</summary>
    public AutoscalerMetricSource? Resource { get; init; }

    /// <summary>One value a pod.</summary>
    public AutoscalerMetricSource? Pods { get; init; }

    /// <summary>One value that describes a document.</summary>
    [JsonPropertyName("object")]
    public AutoscalerMetricSource? Described { get; init; }

    /// <summary>One value from elsewhere.</summary>
    public AutoscalerMetricSource? External { get; init; }
}
