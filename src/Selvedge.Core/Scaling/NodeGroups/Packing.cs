namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>Which pods fit where: the largest first, each to the first place that holds it.</summary>
internal static class Packing
{
    /// <summary>The pods that find no place.</summary>
    /// <param name="demands">The pods.</param>
    /// <param name="free">Free capacity by place; what is taken is taken away.</param>
    public static List<CapacityDemand> Place(IEnumerable<CapacityDemand> demands, Capacity[] free)
    {
        var left = new List<CapacityDemand>();
        foreach (var demand in Largest(demands))
        {
            var at = Array.FindIndex(free, place => place.Holds(demand.Requests));
            if (at < 0)
            {
                left.Add(demand);
            }
            else
            {
                free[at] = free[at].Less(demand.Requests);
            }
        }

        return left;
    }

    public static IEnumerable<CapacityDemand> Largest(IEnumerable<CapacityDemand> demands) => demands
        .OrderByDescending(demand => demand.Requests.CpuMilli)
        .ThenByDescending(demand => demand.Requests.MemoryBytes)
        .ThenBy(demand => demand.Name, StringComparer.Ordinal);
}
