using System.Collections.Immutable;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>A node as rollouts see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SilentSince">Since when it does not report; null: it does.</param>
/// <param name="Admitted">False: it is drained, and gives its pods away where another node can take them.</param>
/// <param name="Labels">For node selectors.</param>
/// <param name="Pods">Pods on it, of all workloads.</param>
/// <param name="FreeCpuMillis">Processors that nobody asked for, in thousandths; null: not known, so never
/// short.</param>
/// <param name="FreeMemoryBytes">Memory that nobody asked for; null: not known, so never short.</param>
public sealed record RolloutNode(
    string Name,
    DateTimeOffset? SilentSince,
    bool Admitted,
    ImmutableDictionary<string, string> Labels,
    int Pods,
    long? FreeCpuMillis,
    long? FreeMemoryBytes)
{
    /// <summary>Processors that it has for pods, in thousandths; null: not known.</summary>
    public long? CpuMillis { get; init; }

    /// <summary>Memory that it has for pods; null: not known.</summary>
    public long? MemoryBytes { get; init; }
}
