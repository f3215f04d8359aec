namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>What rollouts remember of templates, in the Deployment's status.</summary>
/// <param name="Proven">The hash of the last template that ran well at every place; empty: none yet.</param>
/// <param name="Failed">The hash of the template that was taken back; empty: none.</param>
/// <param name="FailedBecause">Why, in one sentence.</param>
public sealed record RolloutMemory(string Proven, string Failed, string FailedBecause)
{
    /// <summary>Of a new Deployment.</summary>
    public static RolloutMemory None { get; } = new("", "", "");
}
