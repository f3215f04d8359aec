using System.Collections.Immutable;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>Whose balancing, and where.</summary>
public sealed record BalancerOptions
{
    /// <summary>This node's name.</summary>
    public required string Node { get; init; }

    /// <summary>Its location.</summary>
    public required string Location { get; init; }

    /// <summary>Where is remembered which addresses of lo are its own; made where it is missing.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The interfaces that users' packets arrive at. Empty: those of default routes.</summary>
    public ImmutableArray<string> Interfaces { get; init; } = [];

    /// <summary>The program nft: a path, or a name that is found in the path.</summary>
    public string Nft { get; init; } = "nft";
}
