using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>How a pod is.</summary>
public sealed record PodStatus
{
    /// <summary>The <see cref="Reason"/> of a pod whose node does not report: it may run on, cut off.</summary>
    public const string NodeSilent = "NodeSilent";

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string Phase { get; init; } = "Pending";

    /// <summary>Whether traffic may come.</summary>
    public bool Ready { get; init; }

    /// <summary>Since when <see cref="Ready"/> is as it is; null: always.</summary>
    public DateTimeOffset? ReadySince { get; init; }

    /// <summary>Why it is not as it should be: one CamelCase word; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The same in one sentence; else empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>Its address; empty before it has one.</summary>
    [JsonPropertyName("podIP")]
    public string PodIp { get; init; } = "";

    /// <summary>Where its ports are reached from the node: the container's port to <c>address:port</c>.</summary>
    public ImmutableSortedDictionary<int, string> Endpoints { get; init; } =
        ImmutableSortedDictionary<int, string>.Empty;

    /// <summary>Its node's address.</summary>
    [JsonPropertyName("hostIP")]
    public string HostIp { get; init; } = "";

    /// <summary>When its node took it up.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>One a container.</summary>
    public ImmutableArray<ContainerStatus> ContainerStatuses { get; init; } = [];
}
