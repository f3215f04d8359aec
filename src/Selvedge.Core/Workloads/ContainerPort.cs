using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>A port on which a container listens.</summary>
public sealed record ContainerPort
{
    /// <summary>A name that services and probes may use; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>1 to 65,535; documents write <c>containerPort</c>.</summary>
    [JsonPropertyName("containerPort")]
    public int Number { get; init; }
}
