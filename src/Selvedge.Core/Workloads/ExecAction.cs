using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>A command of a <see cref="Probe"/>.</summary>
public sealed record ExecAction
{
    /// <summary>The program and its arguments; no shell reads it.</summary>
    public ImmutableArray<string> Command { get; init; } = [];
}
