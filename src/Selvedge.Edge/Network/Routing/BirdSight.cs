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

    // BIRD counts from its start and adds the clock's time at each answer: the same moment differs by milliseconds. A
    // session that is made anew takes a second at least.
    private static readonly TimeSpan SameMoment = TimeSpan.FromMilliseconds(500);

    /// <summary>A protocol as it is seen now, whose moment is the one that was told first.</summary>
    public BirdProtocol Steady(BirdProtocol now) =>
        Find(now.Name) is { Since: { } before } earlier
        && earlier.State == now.State && earlier.BgpState == now.BgpState
        && now.Since is { } since && (since - before).Duration() < SameMoment
            ? now with { Since = before }
            : now;

    /// <summary>A protocol; null: there is none of the name.</summary>
    public BirdProtocol? Find(string name) => Protocols.FirstOrDefault(protocol => protocol.Name == name);

    /// <summary>The sessions that exchange routes.</summary>
    public IEnumerable<BirdProtocol> Established =>
        Protocols.Where(protocol => protocol is { Kind: "BGP", BgpState: "Established" });
}
