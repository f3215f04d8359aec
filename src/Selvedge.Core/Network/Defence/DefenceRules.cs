using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>What a node's kernel has to do at layers 3 and 4, in the order of its rules. Immutable.</summary>
/// <remarks>Order: allowed sources pass; then blocked sources, mitigations, bogons, fragments, impossible flags,
/// amplification and meters drop; what is left passes.</remarks>
public sealed record DefenceRules
{
    /// <summary>Sources that no rule applies to.</summary>
    public AddressSet Allow { get; init; } = AddressSet.Empty;

    /// <summary>Sources that are dropped because people said so.</summary>
    public AddressSet Block { get; init; } = AddressSet.Empty;

    /// <summary>Sources that cannot be.</summary>
    public AddressSet Bogons { get; init; } = AddressSet.Empty;

    /// <summary>DNS servers whose long answers are no amplification.</summary>
    public AddressSet Resolvers { get; init; } = AddressSet.Empty;

    /// <summary>Whether impossible TCP flags are dropped.</summary>
    public bool InvalidFlags { get; init; }

    /// <summary>Whether fragments after the first are dropped.</summary>
    public bool Fragments { get; init; }

    /// <summary>Whether long packets from <see cref="AmplificationPorts"/> are dropped.</summary>
    public bool Amplification { get; init; }

    /// <summary>SYNs of one source that pass in a second; 0: all.</summary>
    public int SynsPerSecond { get; init; }

    /// <summary>UDP packets of one source that pass in a second; 0: all.</summary>
    public int UdpPerSecond { get; init; }

    /// <summary>Connections at once of one source; 0: no limit.</summary>
    public int ConnectionsMax { get; init; }

    /// <summary>Whether connections are tracked so that a proxy can answer for them.</summary>
    public bool Proxy { get; init; }

    /// <summary>The proxy answers until then; null: not now.</summary>
    public DateTimeOffset? ProxyUntil { get; init; }

    /// <summary>The mitigations, sorted by id.</summary>
    public ImmutableArray<MitigationRule> Mitigations { get; init; } = [];

    /// <summary>What a section asks of a machine.</summary>
    public static DefenceRules Of(DefenceSection section, Surroundings surroundings)
    {
        var allow = AddressSet.Of(section.Allow);
        return new DefenceRules
        {
            Allow = allow,
            Block = AddressSet.Of(section.Block).Without(allow),
            Bogons = section.Bogons
                ? SpecialPurposeAddresses.Sources.Without(allow).Without(surroundings.OnLink)
                : AddressSet.Empty,
            Resolvers = surroundings.Resolvers,
            InvalidFlags = section.InvalidFlags,
            Fragments = section.Fragments,
            Amplification = section.Amplification,
            SynsPerSecond = section.SynsPerSecond,
            UdpPerSecond = section.UdpPerSecond,
            ConnectionsMax = section.ConnectionsMax,
            Proxy = section.Syn == SynDefence.Proxy,
        };
    }
}
