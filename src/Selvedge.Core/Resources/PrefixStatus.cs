using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>How a <see cref="Prefix"/> is.</summary>
public sealed record PrefixStatus
{
    /// <summary>Whether some neighbour of the network is told of it, or was until a moment ago: only then does DNS name
    /// its addresses.</summary>
    public bool Live { get; init; }

    /// <summary>Locations that announce it, sorted.</summary>
    public ImmutableArray<string> AnnouncedAt { get; init; } = [];

    /// <summary>Locations that may announce it, sorted.</summary>
    public ImmutableArray<string> AllowedAt { get; init; } = [];

    /// <summary>Addresses that IpAddress documents take of it.</summary>
    public int Addresses { get; init; }

    /// <summary><c>Announced</c>.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];
}
