using System.Collections.Immutable;
using Selvedge.Core.Nodes;

namespace Selvedge.Console.Pages.Network;

/// <summary>A virtual address at one balancer.</summary>
/// <param name="Node">The balancer.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Backends">By node.</param>
internal sealed record BalancerRow(string Node, string Location, ImmutableArray<BackendShare> Backends)
{
    /// <summary>Slots of the whole table.</summary>
    public long Slots => Backends.Sum(backend => (long)backend.Slots);

    /// <summary>A backend's share of the table, 0 to 1.</summary>
    public double ShareOf(BackendShare backend) => Slots == 0 ? 0 : (double)backend.Slots / Slots;
}
