using System.Globalization;
using Selvedge.Control.Workloads;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.NodeGroups;
using Selvedge.Core.Scaling.Vertical;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.NodeGroups;

/// <summary>Pods that are wanted and that no node takes. Pure.</summary>
internal static class PendingPods
{
    /// <summary>Those of one Deployment. One that asks for labels of its node waits for an operator: a bought node has
    /// no labels to choose it by.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="status">What its last rollout left open; null: nothing is known.</param>
    /// <param name="sizing">Who says what its new pods request; null: their template alone.</param>
    public static IEnumerable<CapacityDemand> Of(
        Deployment deployment, DeploymentStatus? status, VerticalPodAutoscaler? sizing)
    {
        var pod = VerticalSizing.Of(deployment.Spec.Template.Spec, sizing);
        var requests = new Capacity(pod.CpuMillis, pod.MemoryBytes);
        return pod.NodeSelector.Count > 0 || status is null ? [] : status.Places.SelectMany(place =>
            Enumerable.Range(0, place.Unplaced).Select(index => new CapacityDemand(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{deployment.Metadata.Namespace}/{deployment.Metadata.Name}-{place.Location}-{index}"),
                place.Location,
                requests)));
    }
}
