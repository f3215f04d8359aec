namespace Selvedge.Core.Workloads;

/// <summary>How many pods may be too many and too few on the way.</summary>
public sealed record RollingUpdate
{
    /// <summary>Pods above the wanted number: a count, or a share of the wanted number rounded up. The default is
    /// 25 %.</summary>
    public IntOrPercent MaxSurge { get; init; } = IntOrPercent.Percent(25);

    /// <summary>Pods below the wanted number: a count, or a share of the wanted number rounded down. The default is
    /// 25 %.</summary>
    public IntOrPercent MaxUnavailable { get; init; } = IntOrPercent.Percent(25);
}
