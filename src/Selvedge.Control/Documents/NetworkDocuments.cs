using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Documents;

/// <summary>Every document that decides how the network runs, at one revision. Immutable.</summary>
/// <param name="Revision">Of the store.</param>
/// <param name="Locations">By name.</param>
/// <param name="Nodes">By name.</param>
/// <param name="Sites">By site.</param>
/// <param name="Zones">By apex.</param>
/// <param name="Certificates">By namespace and name.</param>
/// <param name="Secrets">Of type <c>kubernetes.io/tls</c>, by namespace and name.</param>
/// <param name="ConfigMaps">Of the namespace <c>selvedge-system</c>, by name.</param>
public sealed record NetworkDocuments(
    long Revision,
    ImmutableSortedDictionary<string, Location> Locations,
    ImmutableSortedDictionary<string, Node> Nodes,
    ImmutableSortedDictionary<SiteId, Site> Sites,
    ImmutableSortedDictionary<string, Zone> Zones,
    ImmutableSortedDictionary<SiteId, Certificate> Certificates,
    ImmutableSortedDictionary<SiteId, Secret> Secrets,
    ImmutableSortedDictionary<string, ConfigMap> ConfigMaps)
{
    /// <summary>The namespace of the network's own ConfigMaps and Secrets.</summary>
    public const string SystemNamespace = "selvedge-system";

    /// <summary>The type of Secrets that hold a certificate chain and its key.</summary>
    public const string TlsSecretType = "kubernetes.io/tls";

    /// <summary>An empty store.</summary>
    public static NetworkDocuments Empty { get; } = new(
        0,
        ImmutableSortedDictionary.Create<string, Location>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, Node>(StringComparer.Ordinal),
        ImmutableSortedDictionary<SiteId, Site>.Empty,
        ImmutableSortedDictionary.Create<string, Zone>(StringComparer.Ordinal),
        ImmutableSortedDictionary<SiteId, Certificate>.Empty,
        ImmutableSortedDictionary<SiteId, Secret>.Empty,
        ImmutableSortedDictionary.Create<string, ConfigMap>(StringComparer.Ordinal));

    /// <summary>The nodes of one location, sorted by name.</summary>
    public IEnumerable<Node> NodesAt(string location) =>
        Nodes.Values.Where(node => node.Spec.Location == location);
}
