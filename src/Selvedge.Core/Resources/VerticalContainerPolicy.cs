using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources;

/// <summary>Bounds for the recommendations of a container.</summary>
public sealed record VerticalContainerPolicy
{
    /// <summary>Instead of a name: every container without a policy of its own.</summary>
    public const string AllOthers = "*";

    /// <summary>A container's name, or <see cref="AllOthers"/>.</summary>
    public string ContainerName { get; init; } = AllOthers;

    /// <summary><c>Auto</c>, the default, or <c>Off</c>: nothing is recommended for it.</summary>
    public string Mode { get; init; } = "Auto";

    /// <summary>Never less, by resource.</summary>
    [JsonConverter(typeof(AmountsConverter))]
    public ImmutableSortedDictionary<string, string> MinAllowed { get; init; } = ResourceNeeds.None;

    /// <summary>Never more, by resource.</summary>
    [JsonConverter(typeof(AmountsConverter))]
    public ImmutableSortedDictionary<string, string> MaxAllowed { get; init; } = ResourceNeeds.None;

    /// <summary>The resources that recommendations are made for. Empty: both.</summary>
    public ImmutableArray<string> ControlledResources { get; init; } = [];

    /// <summary><c>RequestsAndLimits</c>, the default: a limit keeps its ratio to the request; or
    /// <c>RequestsOnly</c>: limits stay, and no request goes beyond them.</summary>
    public string ControlledValues { get; init; } = "RequestsAndLimits";

    /// <summary>Whether a resource is recommended at all.</summary>
    public bool Controls(string resource) =>
        Mode != "Off"
        && (ControlledResources.IsEmpty || ControlledResources.Contains(resource, StringComparer.Ordinal));
}
