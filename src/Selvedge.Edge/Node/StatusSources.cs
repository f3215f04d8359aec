using System.Collections.Immutable;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Node;

/// <summary>Where a status's parts come from. Each is called once a status and returns at once.</summary>
/// <param name="Refusals">Of the intake.</param>
/// <param name="Backends">The node's own readiness probes.</param>
/// <param name="Observations">What it saw of sites at nodes.</param>
/// <param name="Load">How busy it is.</param>
/// <param name="Pods">The pods that it runs.</param>
/// <param name="Unkept">Of the intake.</param>
public sealed record StatusSources(
    Func<ImmutableArray<SectionRefusal>> Refusals,
    Func<ImmutableArray<BackendReport>> Backends,
    Func<ImmutableArray<Observation>> Observations,
    Func<NodeLoad> Load,
    Func<ImmutableArray<PodReport>> Pods,
    Func<string?> Unkept)
{
    /// <summary>What the node has for pods; null: it runs none.</summary>
    public NodeCapacity? Capacity { get; init; }

    /// <summary>What it keeps back beside that.</summary>
    public NodeCapacity? Reserved { get; init; }

    /// <summary>Where the requests since the last status came from. The default knows of none.</summary>
    public Func<ImmutableArray<RegionRequests>> Demand { get; init; } = static () => [];

    /// <summary>How far the clients are that connected since the last status. The default knows of none.</summary>
    public Func<ImmutableArray<RegionRoundTrip>> RoundTrips { get; init; } = static () => [];

    /// <summary>What it does at layers 3 and 4; nothing by default.</summary>
    public Func<NetworkReport?> Network { get; init; } = static () => null;

    /// <summary>What services are asked for; nothing by default.</summary>
    public Func<ImmutableArray<ServiceLoad>> Services { get; init; } = static () => [];
}
