namespace Selvedge.Core.Resources;

/// <summary>One address of the network, and what it is for.</summary>
public sealed record IpAddress
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public IpAddressSpec Spec { get; init; } = new();
}
