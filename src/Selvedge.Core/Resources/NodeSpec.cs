using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What the operator says of a <see cref="Node"/>.</summary>
public sealed record NodeSpec
{
    /// <summary>The name of its Location.</summary>
    public string Location { get; init; } = "";

    /// <summary>The addresses users reach it at, IPv4 or IPv6; DNS answers with these.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Where HTTP is served. The default is 80.</summary>
    public int HttpPort { get; init; } = 80;

    /// <summary>Where HTTPS is served. The default is 443.</summary>
    public int HttpsPort { get; init; } = 443;

    /// <summary>The node's public identity on the bus: an NKey user public key, <c>U...</c>.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>True: taken out of service gracefully (gate <c>admitted</c>). The default is false.</summary>
    public bool Drained { get; init; }
}
