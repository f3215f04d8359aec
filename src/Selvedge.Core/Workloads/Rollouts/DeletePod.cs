namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>End a pod gracefully.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Uid">The pod that is meant.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record DeletePod(string Pod, string Uid, string Reason) : RolloutStep(Reason);
