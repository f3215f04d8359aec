using System.Collections.Immutable;
using k8s.Models;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>What pods take, by the names that the cluster gave them.</summary>
internal sealed class ClusterUsage(ClusterApi api)
{
    private volatile ImmutableDictionary<string, (long CpuMillis, long MemoryBytes)> _pods = Of([]);

    /// <summary>Processors in thousandths and bytes of a pod; null where they are not known.</summary>
    public (long? CpuMillis, long? MemoryBytes) Find(string pod) =>
        _pods.TryGetValue(pod, out var usage) ? (usage.CpuMillis, usage.MemoryBytes) : (null, null);

    /// <summary>Measures.</summary>
    /// <returns>How long to wait before the next time.</returns>
    /// <exception cref="Runtimes.RuntimeException">The cluster does not answer.</exception>
    public async Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        var list = await api.UsageAsync(cancellation);
        _pods = Of(list?.Items ?? []);
        return list is null ? Limits.UsageAbsent : Workloads.Limits.UsageInterval;
    }

    /// <summary>Adds the containers of each pod up. Pure.</summary>
    public static ImmutableDictionary<string, (long CpuMillis, long MemoryBytes)> Of(
        IEnumerable<k8s.Models.PodMetrics> pods) =>
        pods.ToImmutableDictionary(
            pod => pod.Metadata.Name,
            pod => (
                (long)decimal.Ceiling(pod.Containers.Sum(one => Amount(one, "cpu") * 1000)),
                (long)pod.Containers.Sum(one => Amount(one, "memory"))),
            StringComparer.Ordinal);

    private static decimal Amount(ContainerMetrics container, string name) =>
        container.Usage.TryGetValue(name, out var quantity) ? quantity.ToDecimal() : 0;
}
