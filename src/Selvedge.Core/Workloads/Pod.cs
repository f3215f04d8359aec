using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads;

/// <summary>Kubernetes' <c>v1 Pod</c>: one instance of a workload on one node; made by the control plane.</summary>
public sealed record Pod
{
    /// <summary>Name, namespace, labels.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What runs.</summary>
    public PodSpec Spec { get; init; } = new();

    /// <summary>How it is, as its node says.</summary>
    public PodStatus Status { get; init; } = new();
}
