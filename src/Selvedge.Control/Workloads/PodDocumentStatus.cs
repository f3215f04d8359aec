using System.Text.Json.Nodes;
using Selvedge.Control.Api.Writing;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Workloads;

/// <summary>A pod's status as its document holds it: Kubernetes' members, and what rollouts and sites read. Pure.
/// </summary>
internal static class PodDocumentStatus
{
    /// <summary>The status that a node reports.</summary>
    public static JsonObject Of(PodReport report, string hostAddress, PodStatus before, DateTimeOffset now)
    {
        var status = report.Status with
        {
            Endpoints = report.Endpoints,
            HostIp = hostAddress,
            ReadySince = !report.Status.Ready ? null : before.Ready ? before.ReadySince ?? now : now,
        };
        return WithConditions(status, status.Ready ? "True" : "False", now);
    }

    /// <summary>The status of a pod whose node does not report.</summary>
    public static JsonObject CutOff(PodStatus before, string node, DateTimeOffset now) => WithConditions(
        before with
        {
            Ready = false,
            ReadySince = null,
            Reason = PodStatus.NodeSilent,
            Message = $"{node} does not report; the pod may run on, cut off.",
        },
        "Unknown", now);

    private static JsonObject WithConditions(PodStatus status, string ready, DateTimeOffset now)
    {
        var document = JsonTrees.ToTree(status)!.AsObject();
        var since = DocumentChange.Moment(status.ReadySince ?? status.StartTime ?? now);
        JsonObject Condition(string type, string holds) => new()
        {
            ["type"] = type,
            ["status"] = holds,
            ["lastTransitionTime"] = since,
        };
        document["conditions"] = new JsonArray(
            Condition("Initialized", "True"), Condition("Ready", ready), Condition("ContainersReady", ready),
            Condition("PodScheduled", "True"));
        return document;
    }
}
