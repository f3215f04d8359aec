namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Give a ReplicaSet that is wanted again the newest number.</summary>
/// <param name="Set">Its name.</param>
/// <param name="Revision">Its new number.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record RenumberSet(string Set, long Revision, string Reason) : RolloutStep(Reason);
