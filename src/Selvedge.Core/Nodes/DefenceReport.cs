using System.Collections.Immutable;

namespace Selvedge.Core.Nodes;

/// <summary>A node's defence at layers 3 and 4.</summary>
/// <param name="Off">Why it does not work, in one sentence with the way out; empty: it works.</param>
/// <param name="Drops">Packets dropped since the node began, by cause.</param>
/// <param name="Mitigations">Those in force and those on probation, the newest first.</param>
public sealed record DefenceReport(
    string Off,
    ImmutableSortedDictionary<string, long> Drops,
    ImmutableArray<MitigationReport> Mitigations);
