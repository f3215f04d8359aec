namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Make the ReplicaSet of the Deployment's template.</summary>
/// <param name="Hash">Of the template.</param>
/// <param name="Revision">Its number.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record CreateSet(string Hash, long Revision, string Reason) : RolloutStep(Reason);
