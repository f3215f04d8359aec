using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>Kubernetes' ConfigMap: named text.</summary>
public sealed record ConfigMap
{
    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>Text by key.</summary>
    public ImmutableDictionary<string, string> Data { get; init; } = ImmutableDictionary<string, string>.Empty;
}
