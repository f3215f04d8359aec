using System.Collections.Immutable;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Everything that a rollout is decided from.</summary>
/// <param name="Deployment">What is wanted.</param>
/// <param name="Memory">What earlier decisions left in its status.</param>
/// <param name="Sets">Its ReplicaSets.</param>
/// <param name="Pods">Its pods, at all locations.</param>
/// <param name="Places">Every location, planned or not.</param>
/// <param name="Now">The moment.</param>
public sealed record RolloutInput(
    Deployment Deployment,
    RolloutMemory Memory,
    ImmutableArray<ReplicaSet> Sets,
    ImmutableArray<Pod> Pods,
    ImmutableArray<RolloutPlace> Places,
    DateTimeOffset Now)
{
    /// <summary>What the quotas of the namespace leave; told of every pod that is planned. Null: there are
    /// none.</summary>
    public QuotaRoom? Quota { get; init; }
}
