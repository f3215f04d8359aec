namespace Selvedge.Core.Snapshots;

/// <summary>How a balancer's packets reach a backend.</summary>
public enum Forwarding
{
    /// <summary>By its hardware address on the same segment; answers return without the balancer.</summary>
    Direct,

    /// <summary>Inside vxlan (RFC 7348) to another segment; answers return without the balancer.</summary>
    Vxlan,

    /// <summary>By address translation with connection tracking; answers return through the balancer.</summary>
    Translate,
}
