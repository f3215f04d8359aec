namespace Selvedge.Core.Workloads;

/// <summary>Where the text of an environment variable comes from; exactly one is given.</summary>
public sealed record EnvironmentValueSource
{
    /// <summary>An entry of a ConfigMap.</summary>
    public KeyReference? ConfigMapKeyRef { get; init; }

    /// <summary>An entry of a Secret.</summary>
    public KeyReference? SecretKeyRef { get; init; }

    /// <summary>A field of the pod.</summary>
    public FieldReference? FieldRef { get; init; }
}
