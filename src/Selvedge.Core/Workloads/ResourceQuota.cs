using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads;

/// <summary>Kubernetes' <c>v1 ResourceQuota</c>: what the pods of a namespace may take together, at all
/// locations.</summary>
public sealed record ResourceQuota
{
    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator allows.</summary>
    public ResourceQuotaSpec Spec { get; init; } = new();

    /// <summary>What is taken; written by the control plane.</summary>
    public ResourceQuotaStatus Status { get; init; } = new();
}
