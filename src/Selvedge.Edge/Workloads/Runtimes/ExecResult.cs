namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>How a command in a container ended.</summary>
/// <param name="TimedOut">Whether it was given up.</param>
/// <param name="ExitCode">Its exit code; -1 where it was given up.</param>
/// <param name="Output">The beginning of what it wrote, both streams.</param>
public sealed record ExecResult(bool TimedOut, int ExitCode, string Output);
