using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>How the nodes of one location defend themselves at layers 3 and 4: one, at locations that a Defence
/// names.</summary>
public sealed record DefenceSection
{
    /// <summary>Of the Defence document.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether sources that cannot be are dropped (RFC 6890): private, documentation, multicast, and what the
    /// network does not route. Never those that <see cref="Allow"/> names.</summary>
    public bool Bogons { get; init; } = true;

    /// <summary>Whether packets with impossible TCP flags are dropped.</summary>
    public bool InvalidFlags { get; init; } = true;

    /// <summary>Whether fragments after the first are dropped.</summary>
    public bool Fragments { get; init; } = true;

    /// <summary>Whether long UDP packets from ports that are known to amplify are dropped.</summary>
    public bool Amplification { get; init; } = true;

    /// <summary>Sources that no rule applies to: peers, monitors, own nodes; CIDR.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Sources that are dropped; CIDR, at most 500,000.</summary>
    public ImmutableArray<string> Block { get; init; } = [];

    /// <summary>SYN packets a second of one source (IPv6: one /64); what is beyond them is dropped, and the source is
    /// not banned, since it may be forged. 0: no limit.</summary>
    public int SynsPerSecond { get; init; } = 100;

    /// <summary>UDP packets a second of one source; 0: no limit.</summary>
    public int UdpPerSecond { get; init; } = 5000;

    /// <summary>Connections at once of one source; 0: no limit.</summary>
    public int ConnectionsMax { get; init; }

    /// <summary>How a flood of connection requests is met.</summary>
    public SynDefence Syn { get; init; } = SynDefence.Cookies;

    /// <summary>When an attack is seen, and how long what is done against it lasts.</summary>
    public DetectionThresholds Detection { get; init; } = new();

    /// <summary>Mitigations that people or automation ordered.</summary>
    public ImmutableArray<OrderedMitigation> Mitigations { get; init; } = [];
}
