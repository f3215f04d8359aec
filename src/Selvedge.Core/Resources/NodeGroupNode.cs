using System.Text.Json.Serialization;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources;

/// <summary>What each node of a <see cref="NodeGroup"/> is.</summary>
public sealed record NodeGroupNode
{
    /// <summary>Processors that pods get of it, as Kubernetes' quantity.</summary>
    public string Cpu { get; init; } = "0";

    /// <summary>Memory that pods get of it, as Kubernetes' quantity.</summary>
    public string Memory { get; init; } = "0";

    /// <summary>Where HTTP is served. The default is 80.</summary>
    public int HttpPort { get; init; } = 80;

    /// <summary>Where HTTPS is served. The default is 443.</summary>
    public int HttpsPort { get; init; } = 443;

    /// <summary><see cref="Cpu"/> in thousandths of a core.</summary>
    [JsonIgnore]
    public long CpuMillis => Quantity.TryParse(Cpu, out var quantity) ? quantity.MilliUnits : 0;

    /// <summary><see cref="Memory"/> in bytes.</summary>
    [JsonIgnore]
    public long MemoryBytes => Quantity.TryParse(Memory, out var quantity) ? quantity.Units : 0;
}
