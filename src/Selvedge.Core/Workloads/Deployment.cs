using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads;

/// <summary>Kubernetes' <c>apps/v1 Deployment</c>: pods of one template, at every location that the plan names for
/// their namespace.</summary>
public sealed record Deployment
{
    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public DeploymentSpec Spec { get; init; } = new();
}
