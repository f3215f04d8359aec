namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Forget a ReplicaSet without pods.</summary>
/// <param name="Set">Its name.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record DeleteSet(string Set, string Reason) : RolloutStep(Reason);
