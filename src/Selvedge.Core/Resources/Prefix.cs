namespace Selvedge.Core.Resources;

/// <summary>Addresses that are announced to the Internet as one.</summary>
public sealed record Prefix
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public PrefixSpec Spec { get; init; } = new();

    /// <summary>How it is announced; written by the control plane.</summary>
    public PrefixStatus Status { get; init; } = new();
}
