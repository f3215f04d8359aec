using System.Collections.Immutable;

namespace Selvedge.Edge.Network.Defence;

/// <summary>What the machine says to its defence.</summary>
public sealed record DefenceAgentOptions
{
    /// <summary>Where it remembers its mitigations over a restart.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The interfaces that users' packets arrive at. Empty: those of default routes.</summary>
    public ImmutableArray<string> Interfaces { get; init; } = [];

    /// <summary>The program nft. The default is found in the path.</summary>
    public string Nft { get; init; } = "nft";
}
