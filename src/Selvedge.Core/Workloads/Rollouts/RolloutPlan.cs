using System.Collections.Immutable;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>What to do next, and how things stand.</summary>
/// <param name="Steps">In this order.</param>
/// <param name="Memory">To be remembered.</param>
/// <param name="Target">The hash of the template that is rolled out; not the Deployment's where that failed.</param>
/// <param name="Places">How it is at each location that has to do with it, sorted by name.</param>
/// <param name="Failure">Why the rollout failed, in one sentence; null: it did not.</param>
public sealed record RolloutPlan(
    ImmutableArray<RolloutStep> Steps,
    RolloutMemory Memory,
    string Target,
    ImmutableArray<PlaceState> Places,
    string? Failure)
{
    /// <summary>Whether all is as wanted everywhere.</summary>
    public bool IsComplete => Failure is null && Places.All(place => place.Phase == PlacePhase.Complete);
}
