namespace Selvedge.Core.Workloads;

/// <summary>A container that does not run yet.</summary>
public sealed record WaitingState
{
    /// <summary>For example <c>ContainerCreating</c>, <c>ImagePullBackOff</c>, <c>CrashLoopBackOff</c>,
    /// <c>CreateContainerConfigError</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>One sentence; may be empty.</summary>
    public string Message { get; init; } = "";
}
