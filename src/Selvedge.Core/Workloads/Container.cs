using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>One program of a pod.</summary>
public sealed record Container
{
    /// <summary>Unique in the pod; a DNS label.</summary>
    public string Name { get; init; } = "";

    /// <summary>The image, for example <c>registry.example.com/shop:1.4</c>.</summary>
    public string Image { get; init; } = "";

    /// <summary><c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>. Empty: <c>Always</c> for the tag <c>latest</c> or
    /// none, else <c>IfNotPresent</c>.</summary>
    public string ImagePullPolicy { get; init; } = "";

    /// <summary>Instead of the image's entry point. Empty: the image's.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Instead of the image's arguments. Empty: the image's, unless a command is given.</summary>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Where it starts. Empty: the image's.</summary>
    public string WorkingDir { get; init; } = "";

    /// <summary>Whole ConfigMaps and Secrets as environment variables.</summary>
    public ImmutableArray<EnvironmentSource> EnvFrom { get; init; } = [];

    /// <summary>Environment variables; they win over <see cref="EnvFrom"/>.</summary>
    public ImmutableArray<EnvironmentVariable> Env { get; init; } = [];

    /// <summary>Where it listens.</summary>
    public ImmutableArray<ContainerPort> Ports { get; init; } = [];

    /// <summary>What it needs and what it may take.</summary>
    public ResourceNeeds Resources { get; init; } = new();

    /// <summary>Volumes that it sees.</summary>
    public ImmutableArray<VolumeMount> VolumeMounts { get; init; } = [];

    /// <summary>Has to succeed before the others begin; null for none.</summary>
    public Probe? StartupProbe { get; init; }

    /// <summary>Whether traffic may come; null: once it runs.</summary>
    public Probe? ReadinessProbe { get; init; }

    /// <summary>Whether it is to be restarted; null: only when it ends.</summary>
    public Probe? LivenessProbe { get; init; }

    /// <summary>As whom it runs.</summary>
    public SecurityContext SecurityContext { get; init; } = new();
}
