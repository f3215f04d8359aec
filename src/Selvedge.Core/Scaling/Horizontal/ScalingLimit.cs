namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What kept a decision from what the metrics asked for; the reasons of the conditions <c>ScalingActive</c>,
/// <c>AbleToScale</c> and <c>ScalingLimited</c>.</summary>
public enum ScalingLimit
{
    /// <summary>Nothing.</summary>
    DesiredWithinRange,

    /// <summary>The target is at 0 and minReplicas is not: someone switched it off.</summary>
    ScalingDisabled,

    /// <summary>No metric could be measured, or one could not and the others would scale down.</summary>
    FailedMetrics,

    /// <summary>minReplicas.</summary>
    TooFewReplicas,

    /// <summary>maxReplicas.</summary>
    TooManyReplicas,

    /// <summary>The policies of scaling up.</summary>
    ScaleUpLimit,

    /// <summary>The policies of scaling down.</summary>
    ScaleDownLimit,

    /// <summary>Lower recommendations within the window of scaling up.</summary>
    ScaleUpStabilized,

    /// <summary>Higher recommendations within the window of scaling down.</summary>
    ScaleDownStabilized,

    /// <summary>The cap of all locations together.</summary>
    NetworkCap,
}
