using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Nodes;

/// <summary>A mitigation as a node has it.</summary>
/// <param name="Filter">Which packets.</param>
/// <param name="Cause">What was seen, in one sentence; or why a person ordered it.</param>
/// <param name="State"><c>Active</c>, <c>Probation</c> or <c>WouldApply</c>.</param>
/// <param name="Since">When it began.</param>
/// <param name="ExpiresAt">When it ends, as it is now.</param>
/// <param name="Packets">Dropped by it.</param>
public sealed record MitigationReport(
    FlowFilter Filter, string Cause, string State, DateTimeOffset Since, DateTimeOffset ExpiresAt, long Packets);
