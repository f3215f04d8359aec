namespace Selvedge.Core.Workloads;

/// <summary>As whom a container runs, and what it may do.</summary>
public sealed record SecurityContext
{
    /// <summary>The user's number; null: the image's.</summary>
    public long? RunAsUser { get; init; }

    /// <summary>The group's number; null: the image's.</summary>
    public long? RunAsGroup { get; init; }

    /// <summary>True: the image's files cannot be changed. The default is false.</summary>
    public bool ReadOnlyRootFilesystem { get; init; }
}
