using System.Collections.Immutable;
using k8s.Models;
using Selvedge.Core.Nodes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>What pods take, by the names that the cluster gave them.</summary>
internal sealed class ClusterUsage(ClusterApi api)
{
    private volatile ImmutableDictionary<string, ImmutableArray<ContainerUse>> _pods = Of([]);

    /// <summary>What each container of a pod takes; none where it is not known.</summary>
    public ImmutableArray<ContainerUse> Find(string pod) => _pods.TryGetValue(pod, out var use) ? use : [];

    /// <summary>Measures.</summary>
    /// <returns>How long to wait before the next time.</returns>
    /// <exception cref="Runtimes.RuntimeException">The cluster does not answer.</exception>
    public async Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        var list = await api.UsageAsync(cancellation);
        _pods = Of(list?.Items ?? []);
        return list is null ? Limits.UsageAbsent : Workloads.Limits.UsageInterval;
    }

    /// <summary>What a list says, by pod. Pure.</summary>
    public static ImmutableDictionary<string, ImmutableArray<ContainerUse>> Of(
        IEnumerable<k8s.Models.PodMetrics> pods) => pods.ToImmutableDictionary(
            pod => pod.Metadata.Name,
            pod => pod.Containers.Select(one => new ContainerUse(
                one.Name, (long)decimal.Ceiling(Amount(one, "cpu") * 1000), (long)Amount(one, "memory")))
                .ToImmutableArray(),
            StringComparer.Ordinal);

    private static decimal Amount(ContainerMetrics container, string name) =>
        container.Usage.TryGetValue(name, out var quantity) ? quantity.ToDecimal() : 0;
}
