using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="Defence"/>.</summary>
/// <remarks>Of several at one location the first by name decides; what any of them allows and blocks is joined, so that
/// a long list can be in documents of its own.</remarks>
public sealed record DefenceSpec
{
    /// <summary>Names of Locations. The default is every location.</summary>
    public ImmutableArray<string> Locations { get; init; } = [];

    /// <summary>Whether sources that cannot be are dropped (RFC 6890). The default is true.</summary>
    public bool Bogons { get; init; } = true;

    /// <summary>Whether packets with impossible TCP flags are dropped. The default is true.</summary>
    public bool InvalidFlags { get; init; } = true;

    /// <summary>Whether fragments after the first are dropped. The default is true.</summary>
    public bool Fragments { get; init; } = true;

    /// <summary>Whether long UDP packets from ports that are known to amplify are dropped. The default is true.
    /// </summary>
    public bool Amplification { get; init; } = true;

    /// <summary>Sources that no rule applies to, CIDR; the network's own nodes are always among them.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Sources that are dropped, CIDR.</summary>
    public ImmutableArray<string> Block { get; init; } = [];

    /// <summary>SYNs a second that pass of one source (IPv6: one /64); 0: no limit. The default is 100.</summary>
    public int SynsPerSecond { get; init; } = 100;

    /// <summary>UDP packets a second that pass of one source; 0: no limit. The default is 5000.</summary>
    public int UdpPerSecond { get; init; } = 5000;

    /// <summary>Connections at once of one source; 0: no limit. The default is 0.</summary>
    public int ConnectionsMax { get; init; }

    /// <summary>How a flood of connection requests is met. The default is Cookies.</summary>
    public SynDefence Syn { get; init; } = SynDefence.Cookies;

    /// <summary>When traffic is an attack.</summary>
    public DetectionThresholds Detection { get; init; } = new();
}
