namespace Selvedge.Fabric.Bus;

/// <summary>Which verdict table is the newest, so that reconciliation does not fetch the table to learn it.</summary>
/// <param name="Lineage">Of the store.</param>
/// <param name="VerdictEpoch">Of the table.</param>
public sealed record VerdictHead(string Lineage, long VerdictEpoch);
