namespace Selvedge.Configuration;

/// <summary>How replicas and nodes are decided.</summary>
internal sealed record ScalingConfiguration
{
    /// <summary>The shortest interval: what nodes report is a mean over some seconds.</summary>
    public static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(1);

    /// <summary>Between two decisions. The default is 15 s, as <c>--horizontal-pod-autoscaler-sync-period</c>.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How nodes are bought and given back.</summary>
    public NodeScalingConfiguration Nodes { get; init; } = new();
}
