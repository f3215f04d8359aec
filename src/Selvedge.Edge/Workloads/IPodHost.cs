using System.Collections.Immutable;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Node;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Runs the pods that the snapshot gives to this node, wherever it runs them: on this machine, container by
/// container (<see cref="PodAgent"/>), or in a Kubernetes cluster, which takes pods only whole
/// (<see cref="Cluster.ClusterAgent"/>).</summary>
/// <remarks>Until the first snapshot nothing is touched; from then on, a pod that no snapshot has is not ready at once
/// and ended gracefully. Pods go on while the node's process, or what runs them, is away, and the next process takes
/// them up as they are. One suite of tests holds for all (<c>PodHostContract</c>).</remarks>
public interface IPodHost : ISnapshotConsumer, IDisposable
{
    /// <summary>Raised when a report or an endpoint changed, on the host's own loop: handlers only signal.</summary>
    event Action? Changed;

    /// <summary>How every pod is, those that are ending included; one that is gone is left out.</summary>
    ImmutableArray<PodReport> Reports { get; }

    /// <summary>Where the pods of this node are, for the proxy: one that is ending is not ready.</summary>
    ImmutableArray<LocalEndpoint> Endpoints { get; }

    /// <summary>Whether what runs pods works, and if not, why.</summary>
    RuntimeCondition Condition { get; }

    /// <summary>Runs pods until cancelled; then they go on without it, unless they end with the node.</summary>
    Task RunAsync(CancellationToken cancellation);

    /// <summary>What a container of a pod wrote.</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod's name.</param>
    /// <param name="container">Empty: the only one, or the first.</param>
    /// <param name="previous">Whether of the instance before the present one.</param>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Null where the node has no such pod or no such instance.</returns>
    /// <exception cref="RuntimeException">The runtime does not answer.</exception>
    Task<IAsyncEnumerable<LogLine>?> LogsAsync(
        string @namespace,
        string pod,
        string container,
        bool previous,
        LogQuery query,
        CancellationToken cancellation);
}
