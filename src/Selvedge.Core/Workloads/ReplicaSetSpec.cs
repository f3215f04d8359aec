namespace Selvedge.Core.Workloads;

/// <summary>What is wanted of a <see cref="ReplicaSet"/>.</summary>
public sealed record ReplicaSetSpec
{
    /// <summary>Pods at all locations together.</summary>
    public int Replicas { get; init; }

    /// <summary>Which pods are its own.</summary>
    public LabelSelector Selector { get; init; } = new();

    /// <summary>What each pod is made from.</summary>
    public PodTemplate Template { get; init; } = new();
}
