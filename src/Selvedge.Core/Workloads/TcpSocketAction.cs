namespace Selvedge.Core.Workloads;

/// <summary>A connection of a <see cref="Probe"/>.</summary>
public sealed record TcpSocketAction
{
    /// <summary>A container's port by number or name.</summary>
    public PortReference Port { get; init; }
}
