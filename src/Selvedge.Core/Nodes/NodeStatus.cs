using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Nodes;

/// <summary>What a node says of itself and of what it observes, about once a second and on every change.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Location">Its location.</param>
/// <param name="Instance">A random id made when the process started; a new one means a restart.</param>
/// <param name="Sequence">Rises by one with each status of the instance; an older one is dropped.</param>
/// <param name="Version">Of the software.</param>
/// <param name="UpFor">Time since the process started.</param>
/// <param name="SnapshotEpoch">The manifest it has applied, refusals aside. 0: none.</param>
/// <param name="VerdictEpoch">The verdict table it steers by.</param>
/// <param name="PurgeSequence">Every purge up to this one is applied.</param>
/// <param name="Refusals">Sections it could not use.</param>
/// <param name="Backends">Its own readiness probes; one a placed site.</param>
/// <param name="Observations">What it saw of others' sites, and of its own through its public address.</param>
/// <param name="Load">How busy it is.</param>
/// <param name="Pods">The pods that it runs.</param>
/// <param name="Unkept">Why its disk does not hold what it serves from, in one sentence: a restart would begin with
/// something older. Null where it does.</param>
public sealed record NodeStatus(
    string Node,
    string Location,
    string Instance,
    long Sequence,
    string Version,
    TimeSpan UpFor,
    long SnapshotEpoch,
    long VerdictEpoch,
    long PurgeSequence,
    ImmutableArray<SectionRefusal> Refusals,
    ImmutableArray<BackendReport> Backends,
    ImmutableArray<Observation> Observations,
    NodeLoad Load,
    ImmutableArray<PodReport> Pods,
    string? Unkept = null)
{
    /// <summary>What it has for pods; null: not known.</summary>
    public NodeCapacity? Capacity { get; init; }

    /// <summary>What it keeps back beside that: for itself and the machine.</summary>
    public NodeCapacity? Reserved { get; init; }

    /// <summary>What its edge was asked for of each service over the last seconds, whichever node of the location
    /// runs the pods; services without requests are absent.</summary>
    public ImmutableArray<ServiceLoad> Services { get; init; } = [];

    /// <summary>Where the requests of the last interval came from; at most
    /// <see cref="RegionRequests.RegionsMax"/> entries, the largest first.</summary>
    public ImmutableArray<RegionRequests> Demand { get; init; } = [];

    /// <summary>What it does at layers 3 and 4; null: nothing.</summary>
    public NetworkReport? Network { get; init; }

    /// <summary>How far the clients of each region are, where a connection came from it since the last status; at most
    /// <see cref="RegionRoundTrip.RegionsMax"/> entries, those of the most connections first.</summary>
    public ImmutableArray<RegionRoundTrip> RoundTrips { get; init; } = [];
}
