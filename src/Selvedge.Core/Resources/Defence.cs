namespace Selvedge.Core.Resources;

/// <summary>How nodes defend themselves at layers 3 and 4.</summary>
public sealed record Defence
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What the operator wants.</summary>
    public DefenceSpec Spec { get; init; } = new();
}
