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

    /// <summary>How it is; written by the control plane.</summary>
    public HorizontalPodAutoscalerStatus Status { get; init; } = new();

    /// <summary>Whether a Deployment is what it scales.</summary>
    public bool Scales(ObjectMeta deployment) =>
        Spec.ScaleTargetRef.Kind == "Deployment" && Spec.ScaleTargetRef.Name == deployment.Name
        && Metadata.Namespace == deployment.Namespace;

    /// <summary>The replicas that are decided for a location.</summary>
    /// <param name="location">Where.</param>
    /// <param name="wanted"><c>spec.replicas</c> of the target: what a location begins with, and 0 where the operator
    /// has switched it off everywhere.</param>
    public int ReplicasAt(string location, int wanted)
    {
        var decided = Status.Places.FirstOrDefault(place => place.Location == location)?.Replicas;
        return decided is null || wanted == 0 || (decided == 0 && Spec.MinReplicas > 0) ? wanted : decided.Value;
    }
}
