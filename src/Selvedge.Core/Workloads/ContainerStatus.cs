using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>How a container is.</summary>
public sealed record ContainerStatus
{
    /// <summary>Which.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it runs.</summary>
    public string Image { get; init; } = "";

    /// <summary>The image's digest, as the runtime says; empty before it is known.</summary>
    [JsonPropertyName("imageID")]
    public string ImageId { get; init; } = "";

    /// <summary>The runtime's name for it; empty before it runs.</summary>
    [JsonPropertyName("containerID")]
    public string ContainerId { get; init; } = "";

    /// <summary>Whether it is ready.</summary>
    public bool Ready { get; init; }

    /// <summary>Whether its startup probe succeeded, or there is none and it runs.</summary>
    public bool Started { get; init; }

    /// <summary>How often it was started again.</summary>
    public int RestartCount { get; init; }

    /// <summary>How it is now.</summary>
    public ContainerState State { get; init; } = new();

    /// <summary>How it ended the last time; nothing where it never did.</summary>
    public ContainerState LastState { get; init; } = new();
}
