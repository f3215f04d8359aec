using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What is wanted of a <see cref="Certificate"/>.</summary>
public sealed record CertificateSpec
{
    /// <summary>The subject alternative names, in lower case.</summary>
    public ImmutableArray<string> Hostnames { get; init; } = [];

    /// <summary>The name of the issuer.</summary>
    public string Issuer { get; init; } = "default";

    /// <summary>The Secret (type <c>kubernetes.io/tls</c>) in the same namespace that holds chain and key.</summary>
    public string SecretName { get; init; } = "";
}
