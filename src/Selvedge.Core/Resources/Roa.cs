namespace Selvedge.Core.Resources;

/// <summary>A route origin authorization (RFC 9582) that the network has published: who may announce what.</summary>
public sealed record Roa
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What is published.</summary>
    public RoaSpec Spec { get; init; } = new();
}
