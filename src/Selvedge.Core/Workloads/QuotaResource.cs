using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>One of the things that a <see cref="ResourceQuota"/> may bound, and how much of it a pod takes.</summary>
/// <param name="Name">As <c>spec.hard</c> names it.</param>
/// <param name="Field">Where a container says how much it takes of it; empty: each pod is one.</param>
/// <param name="Of">How much a container takes, in thousandths of the unit; null: it does not say.</param>
public sealed record QuotaResource(string Name, string Field, Func<Container, long?> Of)
{
    /// <summary>All that are known: Kubernetes' names; <c>cpu</c> and <c>memory</c> are those of requests.</summary>
    public static ImmutableArray<QuotaResource> All { get; } =
    [
        new("cpu", "requests.cpu", RequestedCpu),
        new("limits.cpu", "limits.cpu", static container => container.Resources.CpuMillisMax),
        new("limits.memory", "limits.memory", static container => container.Resources.MemoryBytesMax * 1000),
        new("memory", "requests.memory", RequestedMemory),
        new("pods", "", static _ => null),
        new("requests.cpu", "requests.cpu", RequestedCpu),
        new("requests.memory", "requests.memory", RequestedMemory),
    ];

    /// <summary>The one of a name; null where none is known.</summary>
    public static QuotaResource? Find(string name) => All.FirstOrDefault(resource => resource.Name == name);

    /// <summary>How much a pod takes, in thousandths of the unit.</summary>
    public long Taken(PodSpec spec) =>
        Field.Length == 0 ? 1000 : spec.Containers.Sum(container => Of(container) ?? 0);

    /// <summary>The container that does not say how much it takes; null: each does.</summary>
    public Container? Silent(PodSpec spec) => Field.Length == 0
        ? null
        : spec.Containers.FirstOrDefault(container => Of(container) is null or 0);

    /// <summary>An amount as Kubernetes writes it.</summary>
    /// <param name="milli">In thousandths of the unit.</param>
    public string Text(long milli) => Field.EndsWith("memory", StringComparison.Ordinal)
        ? Quantity.Memory(milli / 1000)
        : Quantity.Processors(milli);

    private static long? RequestedCpu(Container container) => container.Resources.CpuMillis;

    private static long? RequestedMemory(Container container) => container.Resources.MemoryBytes * 1000;
}
