namespace Selvedge.Core.Resources;

/// <summary>A BGP neighbour (RFC 4271) of the nodes of a location.</summary>
public sealed record BgpPeer
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public BgpPeerSpec Spec { get; init; } = new();

    /// <summary>How its sessions are; written by the control plane.</summary>
    public BgpPeerStatus Status { get; init; } = new();
}
