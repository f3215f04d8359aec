namespace Selvedge.Core.Resources;

/// <summary>A number of an autonomous system (RFC 6793) that the network uses.</summary>
public sealed record Asn
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator says of it.</summary>
    public AsnSpec Spec { get; init; } = new();
}
