using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Control.Api.Writing;
using Selvedge.Control.Documents;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Workloads;

/// <summary>The documents that rollouts make: ReplicaSets and Pods, as Kubernetes' controllers write them.
/// Pure.</summary>
internal static class WorkloadDocuments
{
    /// <summary>The ReplicaSet of a Deployment's template as it is now.</summary>
    public static JsonObject ReplicaSet(
        JsonObject deployment, string hash, long revision, string uid, DateTimeOffset now)
    {
        var name = $"{Text(deployment, "name")}-{hash}";
        var template = deployment["spec"]!["template"]!.DeepClone().AsObject();
        Labels(template)[WorkloadLabels.TemplateHash] = hash;
        var selector = deployment["spec"]!["selector"]!.DeepClone().AsObject();
        Member(selector, "matchLabels")[WorkloadLabels.TemplateHash] = hash;
        var metadata = Metadata(name, deployment, "apps/v1", "Deployment", uid, now);
        metadata["labels"] = Labels(template).DeepClone();
        metadata["annotations"] = new JsonObject { [WorkloadLabels.Revision] = Number(revision) };
        if (deployment["metadata"]!["annotations"]?[WorkloadLabels.ChangeCause] is { } cause)
        {
            metadata["annotations"]![WorkloadLabels.ChangeCause] = cause.DeepClone();
        }

        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = 0, ["selector"] = selector, ["template"] = template },
        };
    }

    /// <summary>A pod of a ReplicaSet at one node.</summary>
    public static JsonObject Pod(
        JsonObject set, string location, string node, string suffix, string uid, DateTimeOffset now)
    {
        var template = set["spec"]!["template"]!.DeepClone().AsObject();
        var metadata = Metadata(
            $"{Text(set, "name")}-{location}-{suffix}", set, "apps/v1", "ReplicaSet", uid, now);
        var labels = Labels(template).DeepClone().AsObject();
        labels[WorkloadLabels.Location] = location;
        metadata["labels"] = labels;
        if (template["metadata"]?["annotations"] is { } annotations)
        {
            metadata["annotations"] = annotations.DeepClone();
        }

        var spec = template["spec"]!.DeepClone().AsObject();
        spec["nodeName"] = node;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = spec,
            ["status"] = new JsonObject
            {
                ["phase"] = "Pending",
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "PodScheduled",
                    ["status"] = "True",
                    ["lastTransitionTime"] = DocumentChange.Moment(now),
                }),
            },
        };
    }

    /// <summary>A number as annotations hold it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Metadata(
        string name, JsonObject owner, string ownerVersion, string ownerKind, string uid, DateTimeOffset now)
    {
        return new JsonObject
        {
            ["name"] = name,
            ["namespace"] = Text(owner, "namespace"),
            ["uid"] = uid,
            ["generation"] = 1,
            ["creationTimestamp"] = DocumentChange.Moment(now),
            ["ownerReferences"] = OwnerReferences.To(ownerVersion, ownerKind, Text(owner, "name"), Text(owner, "uid")),
        };
    }

    private static JsonObject Labels(JsonObject template) => Member(Member(template, "metadata"), "labels");

    private static JsonObject Member(JsonObject of, string name)
    {
        if (of[name] is not JsonObject member)
        {
            of[name] = member = [];
        }

        return member;
    }

    private static string Text(JsonObject document, string member) => (string?)document["metadata"]![member] ?? "";
}
