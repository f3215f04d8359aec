namespace Selvedge.Core.Resources;

/// <summary>Equal nodes at one location that a provider's command starts and ends as pods need them.</summary>
public sealed record NodeGroup
{
    /// <summary>Holds a document that is deleted until its nodes are given back.</summary>
    public const string Finalizer = "selvedge.dev/nodes";

    /// <summary>The label of Nodes that were bought: the name of their group.</summary>
    public const string Label = "selvedge.dev/node-group";

    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public NodeGroupSpec Spec { get; init; } = new();

    /// <summary>How it is; written by the control plane.</summary>
    public NodeGroupStatus Status { get; init; } = new();
}
