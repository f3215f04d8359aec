using Selvedge.Control.Compile;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Placement;

/// <summary>Whether the places that were may be left: only once the places to be serve, so that no site is routed to
/// fewer than it had, and the last place that serves never goes. Pure.</summary>
internal static class PlaceRelease
{
    /// <summary>What is still waited for, in one sentence; null: nothing.</summary>
    public static string? WaitsFor(PlacementScene scene, StoredPlanSpec plan, VerdictTable table) =>
        scene.Sites.Select(site => WaitsFor(scene, site, plan, table)).FirstOrDefault(reason => reason is not null)
        ?? scene.Documents.Deployments.Values
            .Where(deployment => deployment.Metadata.Namespace == scene.Namespace)
            .Select(deployment => WaitsFor(scene, deployment, plan)).FirstOrDefault(reason => reason is not null);

    private static string? WaitsFor(PlacementScene scene, Site site, StoredPlanSpec plan, VerdictTable table)
    {
        var verdicts = table.Of(site.Id).ToList();
        if (!verdicts.Exists(verdict => verdict.Serviceable))
        {
            // It is served nowhere: nobody is sent anywhere, and no place has anything to lose.
            return null;
        }

        foreach (var name in plan.Locations)
        {
            if (SitePlaces.IsPlaced(scene.Documents, site, name)
                && scene.Documents.Locations.TryGetValue(name, out var location)
                && SitePlaces.DisallowedBecause(site, location) is null
                && verdicts.Find(verdict => verdict.Location == name) is not { Serviceable: true, Held: null })
            {
                return $"{name} does not serve {site.Id} yet.";
            }
        }

        return null;
    }

    // Workloads without a site are proven by their pods alone.
    private static string? WaitsFor(PlacementScene scene, Deployment deployment, StoredPlanSpec plan)
    {
        var name = deployment.Metadata.Name;
        var sets = scene.Documents.ReplicaSets.Values.Where(set => set.Metadata.IsControlledBy(deployment.Metadata.Uid))
            .Select(set => set.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        var ready = scene.Documents.Pods.Values
            .Where(pod => pod.Status.Ready && pod.Metadata.OwnerReferences.Any(owner => sets.Contains(owner.Uid)))
            .Select(pod => pod.Metadata.Labels.GetValueOrDefault(WorkloadLabels.Location, ""))
            .ToHashSet(StringComparer.Ordinal);
        return deployment.Spec.Replicas > 0 && plan.Leaving.Any(ready.Contains)
            && plan.Locations.FirstOrDefault(location => !ready.Contains(location)) is { } missing
                ? $"{missing} has no ready pod of {name} yet."
                : null;
    }
}
