namespace Selvedge.Core.Resources;

/// <summary>How fast a <see cref="HorizontalPodAutoscaler"/> scales; what is left out is as documented by
/// Kubernetes.</summary>
public sealed record AutoscalerBehavior
{
    /// <summary>For more replicas.</summary>
    public AutoscalerRules ScaleUp { get; init; } = new();

    /// <summary>For fewer.</summary>
    public AutoscalerRules ScaleDown { get; init; } = new();
}
