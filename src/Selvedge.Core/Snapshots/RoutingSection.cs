using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>What the nodes of one location say to their BGP neighbours: one, at locations that have a peer.</summary>
/// <param name="Prefixes">What may be announced here, sorted by name.</param>
/// <param name="Peers">Whom it is announced to, sorted by name.</param>
public sealed record RoutingSection(ImmutableArray<RoutedPrefix> Prefixes, ImmutableArray<RoutingPeer> Peers)
{
    /// <summary>Host routes that upstreams are asked to drop everything for (RFC 7999), sorted; each inside one of
    /// <see cref="Prefixes"/>.</summary>
    public ImmutableArray<string> Blackholes { get; init; } = [];

    /// <summary>Flow specifications for upstreams (RFC 8955).</summary>
    public ImmutableArray<FlowFilter> Flows { get; init; } = [];
}
