using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>What runs in a pod: containers that share an address, and live and die together.</summary>
public sealed record PodSpec
{
    /// <summary>One or more.</summary>
    public ImmutableArray<Container> Containers { get; init; } = [];

    /// <summary>Files that containers may mount.</summary>
    public ImmutableArray<Volume> Volumes { get; init; } = [];

    /// <summary>The node that it runs on; written by the control plane.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>Labels that the node has to have.</summary>
    public ImmutableSortedDictionary<string, string> NodeSelector { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Seconds between the request to end and the kill. The default is 30.</summary>
    public int TerminationGracePeriodSeconds { get; init; } = 30;

    /// <summary>Processors that its containers need together, in thousandths.</summary>
    [JsonIgnore]
    public long CpuMillis => Containers.Sum(container => container.Resources.CpuMillis);

    /// <summary>Bytes that they need together.</summary>
    [JsonIgnore]
    public long MemoryBytes => Containers.Sum(container => container.Resources.MemoryBytes);
}
