namespace Selvedge.Core.Workloads;

/// <summary>A container that ended.</summary>
public sealed record TerminatedState
{
    /// <summary>The <see cref="Reason"/> of one that the system ended for want of memory.</summary>
    public const string OutOfMemory = "OOMKilled";

    /// <summary>As the system tells it: 128 and the signal's number where one ended it.</summary>
    public int ExitCode { get; init; }

    /// <summary><c>Completed</c>, <c>Error</c>, <c>OOMKilled</c> or <c>Unhealthy</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>One sentence; may be empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
