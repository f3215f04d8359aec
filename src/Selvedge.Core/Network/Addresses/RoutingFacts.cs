using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Network.Addresses;

/// <summary>What an audit of the routing looks at.</summary>
/// <param name="Aggregates">Blocks that are held.</param>
/// <param name="Prefixes">What is announced.</param>
/// <param name="Roas">What is published.</param>
/// <param name="Providers">Whose machines are used.</param>
/// <param name="Locations">Where they stand.</param>
/// <param name="Nodes">The machines.</param>
/// <param name="Peers">Who is told.</param>
/// <param name="Announcements">What the control plane decided and the nodes do.</param>
/// <param name="Now">Today.</param>
public sealed record RoutingFacts(
    ImmutableArray<Aggregate> Aggregates,
    ImmutableArray<Prefix> Prefixes,
    ImmutableArray<Roa> Roas,
    ImmutableArray<Provider> Providers,
    ImmutableArray<Location> Locations,
    ImmutableArray<Node> Nodes,
    ImmutableArray<BgpPeer> Peers,
    ImmutableArray<Announcement> Announcements,
    DateTimeOffset Now);
