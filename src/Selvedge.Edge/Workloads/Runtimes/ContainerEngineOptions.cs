using System.Net;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Which container engine, and where it keeps things.</summary>
public sealed record ContainerEngineOptions
{
    /// <summary>This node's name: containers of other nodes on the same engine are left alone.</summary>
    public required string Node { get; init; }

    /// <summary>The node's own folder for it; made where it is missing. At most 90 bytes, since a socket lies in it.
    /// </summary>
    public required string StateDirectory { get; init; }

    /// <summary>The Unix socket of an engine that runs already, for example <c>/run/docker.sock</c>. Empty (the
    /// default): podman, started when it is needed, with images and containers in <see cref="StateDirectory"/>.
    /// </summary>
    public string Socket { get; init; } = "";

    /// <summary>Loopback addresses for pods, different on each node of the machine. The default is
    /// <c>127.100.0.0/24</c>.</summary>
    public IPNetwork Addresses { get; init; } = new(IPAddress.Parse("127.100.0.0"), 24);
}
