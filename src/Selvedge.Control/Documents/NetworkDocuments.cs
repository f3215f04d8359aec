using System.Collections.Immutable;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Documents;

/// <summary>Every document that decides how the network runs, at one revision. Immutable.</summary>
/// <param name="Revision">Of the store.</param>
/// <param name="Locations">By name.</param>
/// <param name="Nodes">By name.</param>
/// <param name="Sites">By site.</param>
/// <param name="Zones">By apex.</param>
/// <param name="Certificates">By namespace and name.</param>
/// <param name="Secrets">By namespace and name.</param>
/// <param name="ConfigMaps">By namespace and name.</param>
/// <param name="Deployments">By namespace and name.</param>
/// <param name="ReplicaSets">By namespace and name.</param>
/// <param name="Pods">By namespace and name.</param>
/// <param name="Services">By namespace and name.</param>
/// <param name="Autoscalers">By namespace and name.</param>
public sealed record NetworkDocuments(
    long Revision,
    ImmutableSortedDictionary<string, Location> Locations,
    ImmutableSortedDictionary<string, Node> Nodes,
    ImmutableSortedDictionary<SiteId, Site> Sites,
    ImmutableSortedDictionary<string, Zone> Zones,
    ImmutableSortedDictionary<SiteId, Certificate> Certificates,
    ImmutableSortedDictionary<SiteId, Secret> Secrets,
    ImmutableSortedDictionary<SiteId, ConfigMap> ConfigMaps,
    ImmutableSortedDictionary<SiteId, Deployment> Deployments,
    ImmutableSortedDictionary<SiteId, ReplicaSet> ReplicaSets,
    ImmutableSortedDictionary<SiteId, Pod> Pods,
    ImmutableSortedDictionary<SiteId, Service> Services,
    ImmutableSortedDictionary<SiteId, HorizontalPodAutoscaler> Autoscalers)
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
        ImmutableSortedDictionary<SiteId, ConfigMap>.Empty,
        ImmutableSortedDictionary<SiteId, Deployment>.Empty,
        ImmutableSortedDictionary<SiteId, ReplicaSet>.Empty,
        ImmutableSortedDictionary<SiteId, Pod>.Empty,
        ImmutableSortedDictionary<SiteId, Service>.Empty,
        ImmutableSortedDictionary<SiteId, HorizontalPodAutoscaler>.Empty);

    /// <summary>The plans in force, by namespace.</summary>
    public ImmutableSortedDictionary<string, StoredPlan> Plans { get; init; } =
        ImmutableSortedDictionary.Create<string, StoredPlan>(StringComparer.Ordinal);

    /// <summary>What the pods of namespaces may take, by namespace and name.</summary>
    public ImmutableSortedDictionary<SiteId, ResourceQuota> Quotas { get; init; } =
        ImmutableSortedDictionary<SiteId, ResourceQuota>.Empty;

    /// <summary>Who recommends what containers request, by namespace and name.</summary>
    public ImmutableSortedDictionary<SiteId, VerticalPodAutoscaler> VerticalAutoscalers { get; init; } =
        ImmutableSortedDictionary<SiteId, VerticalPodAutoscaler>.Empty;

    /// <summary>Whose machines are used, by name.</summary>
    public ImmutableSortedDictionary<string, Provider> Providers { get; init; } =
        ImmutableSortedDictionary.Create<string, Provider>(StringComparer.Ordinal);

    /// <summary>The addresses of the network and who is told of them.</summary>
    public AddressDocuments Addresses { get; init; } = AddressDocuments.Empty;

    /// <summary>How nodes defend themselves, by name.</summary>
    public ImmutableSortedDictionary<string, Defence> Defences { get; init; } =
        ImmutableSortedDictionary.Create<string, Defence>(StringComparer.Ordinal);

    /// <summary>What nodes balance, by name.</summary>
    public ImmutableSortedDictionary<string, VirtualAddress> VirtualAddresses { get; init; } =
        ImmutableSortedDictionary.Create<string, VirtualAddress>(StringComparer.Ordinal);

    /// <summary>Packets that nodes drop for a time, by name.</summary>
    public ImmutableSortedDictionary<string, Mitigation> Mitigations { get; init; } =
        ImmutableSortedDictionary.Create<string, Mitigation>(StringComparer.Ordinal);

    /// <summary>A ConfigMap of the network's own; null where there is none.</summary>
    public ConfigMap? SystemMap(string name) => ConfigMaps.GetValueOrDefault(new SiteId(SystemNamespace, name));

    /// <summary>What decides a Deployment's replicas: of several the first by name; null: nothing but its spec.
    /// </summary>
    public HorizontalPodAutoscaler? AutoscalerOf(ObjectMeta deployment) =>
        Autoscalers.Values.FirstOrDefault(autoscaler => autoscaler.Scales(deployment));

    /// <summary>What recommends a Deployment's requests: of several the first by name; null: nothing does.</summary>
    public VerticalPodAutoscaler? VerticalAutoscalerOf(ObjectMeta deployment) =>
        VerticalAutoscalers.Values.FirstOrDefault(autoscaler => autoscaler.Sizes(deployment));

    /// <summary>The pods of a Deployment, of whatever template, at all locations.</summary>
    public IEnumerable<Pod> PodsOf(Deployment deployment)
    {
        var sets = ReplicaSets.Values.Where(set => set.Metadata.IsControlledBy(deployment.Metadata.Uid))
            .Select(set => set.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        return Pods.Values.Where(pod =>
            pod.Metadata.OwnerReferences.Any(owner => owner.Controller && sets.Contains(owner.Uid)));
    }

    /// <summary>The nodes of one location, sorted by name.</summary>
    public IEnumerable<Node> NodesAt(string location) =>
        Nodes.Values.Where(node => node.Spec.Location == location);
}
