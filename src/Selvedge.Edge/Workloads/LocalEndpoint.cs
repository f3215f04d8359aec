using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Workloads;

namespace Selvedge.Edge.Workloads;

/// <summary>A pod of this node as the proxy sees it.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Unique over all time.</param>
/// <param name="Labels">By which services select it.</param>
/// <param name="Spec">Names its ports.</param>
/// <param name="Ready">Whether traffic may come.</param>
/// <param name="Address">Where its ports are.</param>
public sealed record LocalEndpoint(
    string Namespace,
    string Name,
    string Uid,
    ImmutableSortedDictionary<string, string> Labels,
    PodSpec Spec,
    bool Ready,
    IPAddress Address)
{
    /// <summary>Where a port of the pod is; null where no container names such a port.</summary>
    public IPEndPoint? At(PortReference port) => port.In(Spec) is { } number ? new IPEndPoint(Address, number) : null;
}
