using Selvedge.Core.Purging;

namespace Selvedge.Fabric.Bus;

/// <summary>A purge as published.</summary>
/// <param name="Lineage">Of the store; sequences of different lineages do not compare.</param>
/// <param name="Purge">The purge.</param>
public sealed record PurgeIssue(string Lineage, Purge Purge);
