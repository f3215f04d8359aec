namespace Selvedge.Core.Resources;

/// <summary>What the containers of a workload should request, by what they have used
/// (<c>autoscaling.k8s.io/v1</c>).</summary>
public sealed record VerticalPodAutoscaler
{
    /// <summary>Annotation of a pod that did not begin with its template's requests: whose recommendation it
    /// has.</summary>
    public const string SizedBy = "selvedge.dev/sized-by";

    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public VerticalPodAutoscalerSpec Spec { get; init; } = new();

    /// <summary>What is recommended; written by the control plane.</summary>
    public VerticalPodAutoscalerStatus Status { get; init; } = new();

    /// <summary>Whether a Deployment is what it speaks of.</summary>
    public bool Sizes(ObjectMeta deployment) =>
        Spec.TargetRef.Kind == "Deployment" && Spec.TargetRef.Name == deployment.Name
        && Metadata.Namespace == deployment.Namespace;
}
