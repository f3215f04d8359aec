using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>A rule against an attack. It always ends.</summary>
/// <param name="Id">Unlike any other's; letters, digits and hyphens.</param>
/// <param name="Filter">Which packets; never a destination alone.</param>
/// <param name="Cause">What was seen, or why a person ordered it.</param>
/// <param name="State">How far it is.</param>
/// <param name="Since">When it began.</param>
/// <param name="ExpiresAt">When this state ends.</param>
/// <param name="Ordered">By a document, and so not by this node's own eyes.</param>
/// <param name="Packets">That it matched so far.</param>
public sealed record MitigationEntry(
    string Id,
    FlowFilter Filter,
    string Cause,
    MitigationState State,
    DateTimeOffset Since,
    DateTimeOffset ExpiresAt,
    bool Ordered,
    long Packets)
{
    /// <summary>The rule that carries it out.</summary>
    public MitigationRule Rule => new(Id, Filter, State == MitigationState.Active, ExpiresAt);
}
