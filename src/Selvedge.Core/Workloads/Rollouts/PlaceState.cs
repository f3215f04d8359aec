namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>How a rollout is at one location.</summary>
/// <param name="Location">Where.</param>
/// <param name="Phase">In short.</param>
/// <param name="Message">In one sentence.</param>
/// <param name="Wanted">Pods that are wanted.</param>
/// <param name="Updated">Pods of the wanted template.</param>
/// <param name="Ready">Pods that are ready.</param>
/// <param name="Available">Pods that were ready for long enough.</param>
/// <param name="Pods">All pods.</param>
public sealed record PlaceState(
    string Location, PlacePhase Phase, string Message, int Wanted, int Updated, int Ready, int Available, int Pods)
{
    /// <summary>Pods that are wanted now and that no node takes.</summary>
    public int Unplaced { get; init; }

    /// <summary>Pods that are wanted now and that a quota does not allow.</summary>
    public int Refused { get; init; }
}
