namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>What a <see cref="NodeDecision"/> asks a provider for.</summary>
public enum NodeAction
{
    /// <summary>Nothing; the reason tells what is in the way.</summary>
    Hold,

    /// <summary>More nodes of a group.</summary>
    Add,

    /// <summary>One node drained and given back.</summary>
    Remove,
}
