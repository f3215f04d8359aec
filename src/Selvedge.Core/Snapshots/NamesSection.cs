using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>A site's names and how they are steered.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Hostnames">Lower case, without the final dot.</param>
/// <param name="Placed">The locations that the plan names, sorted.</param>
/// <param name="Steering">TTL, chain and fall-back.</param>
/// <param name="Probe">How observers prove the site at each place.</param>
public sealed record NamesSection(
    SiteId Site,
    ImmutableArray<string> Hostnames,
    ImmutableArray<string> Placed,
    SiteSteering Steering,
    SiteProbe Probe)
{
    /// <summary>Anycast addresses that are announced now, sorted: DNS names these instead of the nodes' own. Empty:
    /// there are none.</summary>
    public ImmutableArray<string> Anycast { get; init; } = [];
}
