namespace Selvedge.Core.Workloads;

/// <summary>Files for the containers of a pod; exactly one source is given.</summary>
public sealed record Volume
{
    /// <summary>Unique in the pod.</summary>
    public string Name { get; init; } = "";

    /// <summary>A file for each entry of a ConfigMap.</summary>
    public ConfigMapVolume? ConfigMap { get; init; }

    /// <summary>A file for each entry of a Secret.</summary>
    public SecretVolume? Secret { get; init; }

    /// <summary>An empty folder that lives as long as the pod.</summary>
    public EmptyFolder? EmptyDir { get; init; }
}
