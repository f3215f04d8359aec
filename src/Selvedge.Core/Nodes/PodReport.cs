using System.Collections.Immutable;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Nodes;

/// <summary>How a pod is, as the node that runs it says.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Of the pod that is meant.</param>
/// <param name="Status">How it is.</param>
/// <param name="Endpoints">Where its ports are reached from the node: the container's port to <c>address:port</c>.
/// </param>
/// <param name="CpuMillis">Processors in use over the last interval, in thousandths; null where unknown.</param>
/// <param name="MemoryBytes">In use; null where unknown.</param>
public sealed record PodReport(
    string Namespace,
    string Name,
    string Uid,
    PodStatus Status,
    ImmutableSortedDictionary<int, string> Endpoints,
    long? CpuMillis,
    long? MemoryBytes)
{
    /// <summary>How long <see cref="CpuMillis"/> is measured, and about how old it may be.</summary>
    public static readonly TimeSpan UsageWindow = TimeSpan.FromSeconds(10);

    /// <summary>What each container uses, as far as it was measured.</summary>
    public ImmutableArray<ContainerUse> Use { get; init; } = [];

    /// <summary>What happened to it lately, in order; the same one stays here for some statuses, under its number.
    /// </summary>
    public ImmutableArray<PodEvent> Events { get; init; } = [];
}
