using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>The virtual addresses of one location: one, at locations that have any.</summary>
/// <param name="Services">Sorted by name.</param>
public sealed record BalancerSection(ImmutableArray<VirtualEntry> Services);
