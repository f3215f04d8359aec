namespace Selvedge.Core.Resources;

/// <summary>One machine (in development: one process) at a location.</summary>
public sealed record Node
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public NodeSpec Spec { get; init; } = new();
}
