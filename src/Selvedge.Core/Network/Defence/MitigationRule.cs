using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>A mitigation as a rule.</summary>
/// <param name="Id">Letters, digits and hyphens; unlike any other's.</param>
/// <param name="Filter">Which packets.</param>
/// <param name="Drops">False: they are counted only.</param>
/// <param name="ExpiresAt">It matches nothing from then on, whoever is alive.</param>
public sealed record MitigationRule(string Id, FlowFilter Filter, bool Drops, DateTimeOffset ExpiresAt);
