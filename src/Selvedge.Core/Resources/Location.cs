namespace Selvedge.Core.Resources;

/// <summary>A place where nodes run.</summary>
public sealed record Location
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public LocationSpec Spec { get; init; } = new();
}
