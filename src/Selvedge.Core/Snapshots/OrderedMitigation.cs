namespace Selvedge.Core.Snapshots;

/// <summary>A mitigation that a Mitigation document orders.</summary>
/// <param name="Filter">Which packets.</param>
/// <param name="ExpiresAt">It is removed then, also without control.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record OrderedMitigation(FlowFilter Filter, DateTimeOffset ExpiresAt, string Reason);
