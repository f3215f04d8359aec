namespace Selvedge.Core.Network.Defence;

/// <summary>What only the machine knows, and its defence must not cut off.</summary>
/// <param name="OnLink">The networks of its public interfaces: gateways and neighbours speak from them, also where they
/// are private.</param>
/// <param name="Resolvers">The DNS servers that it asks: long answers from port 53 are theirs.</param>
public sealed record Surroundings(AddressSet OnLink, AddressSet Resolvers)
{
    /// <summary>Knows nothing.</summary>
    public static Surroundings None { get; } = new(AddressSet.Empty, AddressSet.Empty);
}
