namespace Selvedge.Core.Workloads;

/// <summary>How a container is at one time; at most one is given.</summary>
public sealed record ContainerState
{
    /// <summary>It does not run yet.</summary>
    public WaitingState? Waiting { get; init; }

    /// <summary>It runs.</summary>
    public RunningState? Running { get; init; }

    /// <summary>It ended.</summary>
    public TerminatedState? Terminated { get; init; }
}
