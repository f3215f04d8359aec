namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>How much may change within a time.</summary>
/// <param name="Type">Replicas or percent.</param>
/// <param name="Value">The largest change; above 0.</param>
/// <param name="PeriodSeconds">The time before now for which it must hold; 1 to 1800 s.</param>
public sealed record ScalingPolicy(ScalingPolicyType Type, int Value, int PeriodSeconds);
