using System.Collections.Immutable;
using Selvedge.Wire.Bird;

namespace Selvedge.Edge.Network.Routing;

/// <summary>What BIRD was seen to do.</summary>
/// <param name="Protocols">All of them.</param>
/// <param name="Exports">Networks that are told to each established neighbour, by the name of its protocol.</param>
internal sealed record BirdSight(
    ImmutableArray<BirdProtocol> Protocols, ImmutableDictionary<string, ImmutableArray<string>> Exports)
{
    /// <summary>Nothing.</summary>
    public static BirdSight None { get; } = new(
        [], ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal));

    /// <summary>A protocol; null: there is none of the name.</summary>
    public BirdProtocol? Find(string name) => Protocols.FirstOrDefault(protocol => protocol.Name == name);

    /// <summary>The sessions that exchange routes.</summary>
    public IEnumerable<BirdProtocol> Established =>
        Protocols.Where(protocol => protocol is { Kind: "BGP", BgpState: "Established" });
}
