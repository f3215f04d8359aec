namespace Selvedge.Core.Workloads;

/// <summary>A container that runs.</summary>
public sealed record RunningState
{
    /// <summary>Since when.</summary>
    public DateTimeOffset StartedAt { get; init; }
}
