namespace Selvedge.Core.Workloads;

/// <summary>What the operator wants of a <see cref="Deployment"/>.</summary>
public sealed record DeploymentSpec
{
    /// <summary>Pods at <em>each</em> location, 0 to 1,000. The default is 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Which pods are its own; never changes.</summary>
    public LabelSelector Selector { get; init; } = new();

    /// <summary>What each pod is made from.</summary>
    public PodTemplate Template { get; init; } = new();

    /// <summary>How pods of an old template give way to those of a new one.</summary>
    public DeploymentStrategy Strategy { get; init; } = new();

    /// <summary>Seconds that a pod has to be ready before it counts as available. The default is 0.</summary>
    public int MinReadySeconds { get; init; }

    /// <summary>Old ReplicaSets that are kept, to go back to. The default is 10.</summary>
    public int RevisionHistoryLimit { get; init; } = 10;

    /// <summary>Seconds without progress after which a rollout has failed and is taken back. The default is
    /// 600.</summary>
    public int ProgressDeadlineSeconds { get; init; } = 600;

    /// <summary>True: a change of the template waits. The default is false.</summary>
    public bool Paused { get; init; }
}
