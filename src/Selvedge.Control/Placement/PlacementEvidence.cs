using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Placement;

/// <summary>What places are judged by.</summary>
/// <param name="Verdicts">The table in force.</param>
/// <param name="LiveNodes">The newest status of each node that spoke lately.</param>
public sealed record PlacementEvidence(
    Func<VerdictTable> Verdicts, Func<IReadOnlyDictionary<string, NodeStatus>> LiveNodes);
