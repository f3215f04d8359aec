namespace Selvedge.Core.Resources;

/// <summary>How many replicas of a workload run at each location, by what is measured
/// (<c>autoscaling/v2</c>).</summary>
public sealed record HorizontalPodAutoscaler
{
    /// <summary>A whole number in this annotation is the most replicas at all locations together.</summary>
    public const string NetworkMaxReplicas = "selvedge.dev/network-max-replicas";

    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public HorizontalPodAutoscalerSpec Spec { get; init; } = new();
}
