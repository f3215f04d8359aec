using System.Collections.Immutable;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>A location as rollouts see it.</summary>
/// <param name="Location">Its name.</param>
/// <param name="Planned">Whether the plan puts the workload here.</param>
/// <param name="Kept">Not planned any more, but users may still be sent here: all stays as it is.</param>
/// <param name="Replicas">Pods that are wanted here while it is planned.</param>
/// <param name="Nodes">Its nodes.</param>
public sealed record RolloutPlace(
    string Location, bool Planned, bool Kept, int Replicas, ImmutableArray<RolloutNode> Nodes);
