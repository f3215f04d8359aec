using System.Collections.Immutable;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Control.Workloads;

/// <summary>Where the workloads of a namespace run: wherever its sites that pods serve are placed; without such a site
/// wherever the namespace's plan says. A location without nodes runs none. Pure.</summary>
internal static class WorkloadPlaces
{
    /// <summary>Every location as a rollout of the deployment sees it.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="deployment">Whose.</param>
    /// <param name="leaving">Places that users may still be sent to although the plan no longer names them.</param>
    /// <param name="silentSince">Since when a node does not report; null: it does.</param>
    /// <param name="room">What nodes have left.</param>
    public static ImmutableArray<RolloutPlace> Of(
        NetworkDocuments documents,
        Deployment deployment,
        IReadOnlySet<(SiteId Site, string Location)> leaving,
        Func<string, DateTimeOffset?> silentSince,
        NodeRoom room)
    {
        var sites = documents.Sites.Values
            .Where(site => site.Metadata.Namespace == deployment.Metadata.Namespace && site.Spec.Backend.IsService)
            .ToList();
        var pods = documents.Pods.Values.CountBy(pod => pod.Spec.NodeName, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var autoscaler = documents.AutoscalerOf(deployment.Metadata);
        return
        [
            .. documents.Locations.Values.Select(location =>
            {
                var name = location.Metadata.Name;
                return new RolloutPlace(
                    name,
                    documents.NodesAt(name).Any() && (sites.Count == 0
                        ? SitePlaces.IsPlanned(documents, deployment.Metadata.Namespace, name)
                        : sites.Exists(site => SitePlaces.IsPlaced(documents, site, name)
                            && SitePlaces.DisallowedBecause(site, location) is null)),
                    sites.Exists(site => leaving.Contains((site.Id, name))),
                    autoscaler?.ReplicasAt(name, deployment.Spec.Replicas) ?? deployment.Spec.Replicas,
                    [
                        .. documents.NodesAt(name).Select(node => new RolloutNode(
                            node.Metadata.Name,
                            silentSince(node.Metadata.Name),
                            !node.Spec.Drained,
                            node.Metadata.Labels,
                            pods.GetValueOrDefault(node.Metadata.Name),
                            room.FreeOf(node.Metadata.Name)?.CpuMillis,
                            room.FreeOf(node.Metadata.Name)?.MemoryBytes)
                        {
                            CpuMillis = room.Of(node.Metadata.Name)?.CpuMillis,
                            MemoryBytes = room.Of(node.Metadata.Name)?.MemoryBytes,
                        }),
                    ]);
            }),
        ];
    }
}
