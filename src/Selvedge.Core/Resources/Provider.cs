namespace Selvedge.Core.Resources;

/// <summary>A company whose machines and networks are used.</summary>
public sealed record Provider
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator says.</summary>
    public ProviderSpec Spec { get; init; } = new();
}
