using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>A virtual address that some nodes of a location (the balancers) spread over others (the backends) in the
/// kernel, before any connection is known.</summary>
/// <param name="Name">Of its VirtualAddress document.</param>
/// <param name="Address">IPv4.</param>
/// <param name="Ports">What is spread; sorted.</param>
/// <param name="Backends">Sorted by node.</param>
/// <param name="Balancers">The nodes that spread, sorted; every one has the same table by construction.</param>
/// <param name="Forwarding">How packets reach a backend.</param>
/// <param name="Sites">A backend takes new flows while every one of these may be served by it; without any, while its
/// weight is not 0.</param>
public sealed record VirtualEntry(
    string Name,
    string Address,
    ImmutableArray<VirtualPort> Ports,
    ImmutableArray<VirtualBackend> Backends,
    ImmutableArray<string> Balancers,
    Forwarding Forwarding,
    ImmutableArray<SiteId> Sites)
{
    /// <summary>How long a silent flow keeps its backend when the table changes; zero: flows move with the table.
    /// </summary>
    public TimeSpan Sticky { get; init; } = TimeSpan.FromMinutes(5);
}
