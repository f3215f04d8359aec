namespace Selvedge.Core.Nodes;

/// <summary>What a node does at layers 3 and 4, for its status. A part that is null has nothing to do there.</summary>
public sealed record NetworkReport
{
    /// <summary>What it says to its BGP neighbours.</summary>
    public RoutingReport? Routing { get; init; }

    /// <summary>What it balances.</summary>
    public BalancerReport? Balancer { get; init; }

    /// <summary>How it defends itself.</summary>
    public DefenceReport? Defence { get; init; }
}
