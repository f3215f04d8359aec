using System.Collections.Immutable;

namespace Selvedge.Core.Serviceability;

/// <summary>What documents say of one location, and what its nodes have to run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DrainReason">Null: not drained. Else why.</param>
/// <param name="Nodes">Its nodes, sorted by name.</param>
/// <param name="RequiredEpoch">The snapshot epoch that every node here must have applied by now.</param>
/// <param name="RequiredPurge">The purge that every node must have applied by now.</param>
public sealed record LocationFacts(
    string Name,
    string? DrainReason,
    ImmutableArray<NodeFacts> Nodes,
    long RequiredEpoch,
    long RequiredPurge);
