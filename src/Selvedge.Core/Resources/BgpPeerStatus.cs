using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>How the sessions with a <see cref="BgpPeer"/> are.</summary>
public sealed record BgpPeerStatus
{
    /// <summary>One a node that speaks to it, sorted by node.</summary>
    public ImmutableArray<BgpSession> Sessions { get; init; } = [];
}
