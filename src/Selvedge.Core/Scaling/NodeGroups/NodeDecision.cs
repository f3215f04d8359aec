namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>One step of a plan.</summary>
/// <param name="Action">What is asked for.</param>
/// <param name="Group">The group's name; empty for Hold where no group would do.</param>
/// <param name="Count">Nodes to add; 1 for Remove, 0 for Hold.</param>
/// <param name="Node">The node to remove; else empty.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record NodeDecision(NodeAction Action, string Group, int Count, string Node, string Reason)
{
    /// <summary>Where.</summary>
    public string Location { get; init; } = "";
}
