using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads;

/// <summary>What each pod of a workload is made from.</summary>
public sealed record PodTemplate
{
    /// <summary>The labels and annotations that each pod gets.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What runs.</summary>
    public PodSpec Spec { get; init; } = new();
}
