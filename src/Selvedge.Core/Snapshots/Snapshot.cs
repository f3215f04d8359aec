using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>All that one location knows, at one epoch. Immutable; consumers swap it in whole.</summary>
/// <param name="Location">Whose.</param>
/// <param name="Epoch">The manifest's epoch.</param>
/// <param name="Network">Locations and nodes.</param>
/// <param name="Zones">By apex.</param>
/// <param name="Names">By site.</param>
/// <param name="Sites">By site; only those placed here.</param>
/// <param name="Certificates">By site; only those placed and allowed here.</param>
/// <param name="Challenges">For certificate authorities.</param>
public sealed record Snapshot(
    string Location,
    long Epoch,
    NetworkSection Network,
    ImmutableSortedDictionary<string, ZoneSection> Zones,
    ImmutableSortedDictionary<SiteId, NamesSection> Names,
    ImmutableSortedDictionary<SiteId, SiteSection> Sites,
    ImmutableSortedDictionary<SiteId, CertificateSection> Certificates,
    ChallengesSection Challenges)
{
    /// <summary>By uid; those of every node of the location.</summary>
    public ImmutableSortedDictionary<string, PodSection> Pods { get; init; } =
        ImmutableSortedDictionary.Create<string, PodSection>(StringComparer.Ordinal);

    /// <summary>By service; those that sites placed here are served from.</summary>
    public ImmutableSortedDictionary<SiteId, ServiceSection> Services { get; init; } =
        ImmutableSortedDictionary<SiteId, ServiceSection>.Empty;

    /// <summary>What is said to BGP neighbours; null: there are none.</summary>
    public RoutingSection? Routing { get; init; }

    /// <summary>What is balanced; null: nothing.</summary>
    public BalancerSection? Balancer { get; init; }

    /// <summary>How layers 3 and 4 are defended; null: not at all.</summary>
    public DefenceSection? Defence { get; init; }

    /// <summary>Knows nothing: the state of a node before its first snapshot.</summary>
    public static Snapshot Empty(string location) => new(
        location,
        0,
        new NetworkSection([], [], []),
        ImmutableSortedDictionary<string, ZoneSection>.Empty,
        ImmutableSortedDictionary<SiteId, NamesSection>.Empty,
        ImmutableSortedDictionary<SiteId, SiteSection>.Empty,
        ImmutableSortedDictionary<SiteId, CertificateSection>.Empty,
        new ChallengesSection(
            ImmutableSortedDictionary<string, string>.Empty,
            ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty));
}
