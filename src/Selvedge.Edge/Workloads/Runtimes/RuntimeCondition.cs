namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Whether a runtime works on this machine.</summary>
/// <param name="Works">Whether it does.</param>
/// <param name="Reason">Why it does not, in one sentence with the fix; else empty.</param>
/// <param name="Description">What it is, with its version, and which wishes of a pod it cannot fulfil.</param>
public sealed record RuntimeCondition(bool Works, string Reason, string Description);
