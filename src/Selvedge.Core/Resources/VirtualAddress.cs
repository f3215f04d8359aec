namespace Selvedge.Core.Resources;

/// <summary>An address that some nodes of a location spread over others in the kernel.</summary>
public sealed record VirtualAddress
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public VirtualAddressSpec Spec { get; init; } = new();
}
