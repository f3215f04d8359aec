using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>Kubernetes' Secret. The store holds its data encrypted.</summary>
public sealed record Secret
{
    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary><c>Opaque</c>, <c>kubernetes.io/tls</c>, ...</summary>
    public string Type { get; init; } = "Opaque";

    /// <summary>Base64 by key.</summary>
    public ImmutableDictionary<string, string> Data { get; init; } = ImmutableDictionary<string, string>.Empty;
}
