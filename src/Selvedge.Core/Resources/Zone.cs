namespace Selvedge.Core.Resources;

/// <summary>A DNS zone that every node answers for. Its <c>metadata.name</c> is the apex without the final
/// dot.</summary>
public sealed record Zone
{
    /// <summary>The apex; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public ZoneSpec Spec { get; init; } = new();
}
