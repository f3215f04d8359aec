namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Make a pod.</summary>
/// <param name="Set">The name of its ReplicaSet.</param>
/// <param name="Location">Where.</param>
/// <param name="Node">On which node.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record CreatePod(string Set, string Location, string Node, string Reason) : RolloutStep(Reason);
