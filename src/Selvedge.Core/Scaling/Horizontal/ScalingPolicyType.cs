namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What a <see cref="ScalingPolicy"/> counts in.</summary>
public enum ScalingPolicyType
{
    /// <summary>Replicas.</summary>
    Pods,

    /// <summary>Percent of the replicas at the period's begin.</summary>
    Percent,
}
