namespace Selvedge.Core.Workloads;

/// <summary>All entries of one ConfigMap or Secret as environment variables.</summary>
public sealed record EnvironmentSource
{
    /// <summary>Put before each name.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The ConfigMap; null for a Secret.</summary>
    public DocumentReference? ConfigMapRef { get; init; }

    /// <summary>The Secret; null for a ConfigMap.</summary>
    public DocumentReference? SecretRef { get; init; }
}
