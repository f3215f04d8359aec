namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="VerticalPodAutoscaler"/>.</summary>
public sealed record VerticalPodAutoscalerSpec
{
    /// <summary>Whose containers.</summary>
    public ScaleTargetReference TargetRef { get; init; } = new();

    /// <summary>What happens with recommendations.</summary>
    public VerticalUpdatePolicy UpdatePolicy { get; init; } = new();

    /// <summary>Bounds for containers.</summary>
    public VerticalResourcePolicy ResourcePolicy { get; init; } = new();

    /// <summary>The policy of a container: its own, else that of all others (<c>*</c>), else the defaults.</summary>
    public VerticalContainerPolicy PolicyOf(string container)
    {
        var policies = ResourcePolicy.ContainerPolicies;
        return policies.FirstOrDefault(policy => policy.ContainerName == container)
            ?? policies.FirstOrDefault(policy => policy.ContainerName == VerticalContainerPolicy.AllOthers)
            ?? new VerticalContainerPolicy();
    }
}
