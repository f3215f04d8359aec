using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Vertical;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Workloads;

/// <summary>What new pods request, where a VerticalPodAutoscaler says so. Pure.</summary>
internal static class PodSizing
{
    /// <summary>A ReplicaSet as its next pod will be.</summary>
    public static ReplicaSet Of(ReplicaSet set, VerticalPodAutoscaler? autoscaler)
    {
        var template = set.Spec.Template;
        var sized = VerticalSizing.Of(template.Spec, autoscaler);
        return ReferenceEquals(sized, template.Spec)
            ? set
            : set with { Spec = set.Spec with { Template = template with { Spec = sized } } };
    }

    /// <summary>Changes a new pod's document, and says there who did.</summary>
    public static void Apply(JsonObject pod, VerticalPodAutoscaler? autoscaler)
    {
        var spec = CoreJson.Read<Pod>(pod.ToElement()).Spec;
        var sized = VerticalSizing.Of(spec, autoscaler);
        if (ReferenceEquals(sized, spec))
        {
            return;
        }

        var containers = pod["spec"]!["containers"]!.AsArray();
        for (var index = 0; index < containers.Count; index++)
        {
            containers[index]!["resources"] = JsonTrees.ToTree(sized.Containers[index].Resources);
        }

        var metadata = pod["metadata"]!.AsObject();
        metadata["annotations"] ??= new JsonObject();
        metadata["annotations"]![VerticalPodAutoscaler.SizedBy] = autoscaler!.Metadata.Name;
    }
}
