namespace Selvedge.Edge.Workloads;

/// <summary>One file of a volume.</summary>
/// <param name="Path">Relative to the volume's folder, without <c>..</c>.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Mode">Its permissions.</param>
internal sealed record VolumeFile(string Path, byte[] Content, UnixFileMode Mode)
{
    /// <summary>Without the content, which may be secret.</summary>
    public override string ToString() => $"VolumeFile {{ {Path} }}";
}
