namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>One thing to do; each leaves all in order when nothing follows.</summary>
/// <param name="Reason">Why, in one sentence.</param>
public abstract record RolloutStep(string Reason);
