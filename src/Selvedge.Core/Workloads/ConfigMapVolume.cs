using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>A file for each entry of a ConfigMap.</summary>
public sealed record ConfigMapVolume
{
    /// <summary>The ConfigMap, in the pod's namespace.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which entries, and under which path. Empty: all, each under its key.</summary>
    public ImmutableArray<VolumeItem> Items { get; init; } = [];

    /// <summary>The files' mode. The default is 0644.</summary>
    public int DefaultMode { get; init; } = 0b110_100_100;

    /// <summary>True: a missing document is an empty folder. The default is false.</summary>
    public bool Optional { get; init; }
}
