namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What a metric is held against: <c>autoscaling/v2 MetricTargetType</c>.</summary>
public enum MetricTargetType
{
    /// <summary>Percent of what the pods request; resources only.</summary>
    Utilization,

    /// <summary>The mean over the pods.</summary>
    AverageValue,

    /// <summary>The value as it is; Described and External only.</summary>
    Value,
}
