namespace Selvedge.Core.Resources;

/// <summary>A block of addresses that the network holds from a registry; prefixes are cut from it.</summary>
public sealed record Aggregate
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator says of it.</summary>
    public AggregateSpec Spec { get; init; } = new();

    /// <summary>How much of it is used; written by the control plane.</summary>
    public AggregateStatus Status { get; init; } = new();
}
