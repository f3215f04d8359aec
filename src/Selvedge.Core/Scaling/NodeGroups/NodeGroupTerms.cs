namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>Equal nodes that a provider sells at a location, as plans take them.</summary>
public sealed record NodeGroupTerms
{
    /// <summary>Unique.</summary>
    public required string Name { get; init; }

    /// <summary>The location that its nodes join.</summary>
    public required string Location { get; init; }

    /// <summary>What one node offers to pods.</summary>
    public required Capacity Node { get; init; }

    /// <summary>The price of one node for an hour, in the currency of the budget.</summary>
    public required decimal PricePerHour { get; init; }

    /// <summary>Never fewer nodes by scaling down. The default is 0.</summary>
    public int NodesMin { get; init; }

    /// <summary>Never more nodes. The default is 10.</summary>
    public int NodesMax { get; init; } = 10;

    /// <summary>For the expander Priority: higher is bought first.</summary>
    public int Priority { get; init; }
}
