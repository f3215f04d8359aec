namespace Selvedge.Core.Workloads;

/// <summary>Where a container sees a volume.</summary>
public sealed record VolumeMount
{
    /// <summary>The volume.</summary>
    public string Name { get; init; } = "";

    /// <summary>An absolute path in the container.</summary>
    public string MountPath { get; init; } = "";

    /// <summary>One file or folder of the volume instead of all. Empty: all.</summary>
    public string SubPath { get; init; } = "";

    /// <summary>True: it cannot be written. The default is false; ConfigMaps and Secrets never can.</summary>
    public bool ReadOnly { get; init; }
}
