namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>By what the group to buy from is picked.</summary>
public enum Expander
{
    /// <summary>The lowest price for each pod that finds a place.</summary>
    Price,

    /// <summary>The least capacity that stays unused.</summary>
    LeastWaste,

    /// <summary>The highest priority, then the price.</summary>
    Priority,
}
