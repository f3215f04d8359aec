namespace Selvedge.Core.Workloads;

/// <summary>One entry of a ConfigMap or Secret as a file.</summary>
public sealed record VolumeItem
{
    /// <summary>The entry.</summary>
    public string Key { get; init; } = "";

    /// <summary>The file, relative to the mount, without <c>..</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>The file's mode; null: the volume's.</summary>
    public int? Mode { get; init; }
}
