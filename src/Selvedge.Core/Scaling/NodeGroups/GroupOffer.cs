namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>What buying from a group would bring.</summary>
/// <param name="Group">The group.</param>
/// <param name="Nodes">Nodes to buy.</param>
/// <param name="Placed">Pods that find a place.</param>
/// <param name="Left">Pods that still have none.</param>
/// <param name="Waste">The mean share of the new nodes that stays unused.</param>
internal sealed record GroupOffer(
    NodeGroupTerms Group, int Nodes, int Placed, List<CapacityDemand> Left, double Waste)
{
    public decimal PricePerPod => Nodes * Group.PricePerHour / Placed;

    /// <summary>The best offer first.</summary>
    public static IEnumerable<GroupOffer> Best(Expander expander, IEnumerable<GroupOffer> offers) => (expander switch
    {
        Expander.LeastWaste => offers.OrderBy(offer => offer.Waste).ThenBy(offer => offer.PricePerPod),
        Expander.Priority => offers.OrderByDescending(offer => offer.Group.Priority)
            .ThenBy(offer => offer.PricePerPod),
        _ => offers.OrderBy(offer => offer.PricePerPod).ThenBy(offer => offer.Waste),
    }).ThenByDescending(offer => offer.Placed).ThenBy(offer => offer.Group.Name, StringComparer.Ordinal);

    /// <summary>Buys one node after the other while each brings a pod a place.</summary>
    /// <param name="group">The group.</param>
    /// <param name="demands">Pods of its location.</param>
    /// <param name="most">Nodes that may be bought.</param>
    /// <returns>Null where no pod finds a place.</returns>
    public static GroupOffer? Simulate(NodeGroupTerms group, IReadOnlyList<CapacityDemand> demands, int most)
    {
        var left = demands.ToList();
        var nodes = 0;
        var waste = 0.0;
        while (nodes < most && left.Count > 0)
        {
            Capacity[] free = [group.Node];
            var rest = Packing.Place(left, free);
            if (rest.Count == left.Count)
            {
                break;
            }

            left = rest;
            waste += free[0].MeanShareOf(group.Node);
            nodes++;
        }

        return nodes == 0 ? null : new GroupOffer(group, nodes, demands.Count - left.Count, left, waste / nodes);
    }
}
