using Selvedge.Core.Serviceability;

namespace Selvedge.Fabric.Bus;

/// <summary>A verdict table as published.</summary>
/// <param name="Lineage">Of the store; see <see cref="Core.Snapshots.Manifest"/>.</param>
/// <param name="Table">The table.</param>
public sealed record VerdictIssue(string Lineage, VerdictTable Table);
