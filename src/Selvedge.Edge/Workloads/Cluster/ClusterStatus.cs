using System.Collections.Immutable;
using k8s.Models;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>How a pod is, from what the cluster says of it. Pure.</summary>
internal static class ClusterStatus
{
    /// <summary>A pod that the cluster was not told of yet, or has not made yet.</summary>
    public const string Creating = "ContainerCreating";

    // What is written of a pod that cannot be put on any node of the cluster.
    private const string Unschedulable = "Unschedulable";

    /// <summary>Which of the pods of a Deployment speaks for it: one that stays, and of those the youngest. There are
    /// two while the cluster moves it away from a node that it lost.</summary>
    public static V1Pod? Present(IEnumerable<V1Pod> pods) => pods
        .OrderBy(pod => pod.Metadata.DeletionTimestamp is not null)
        .ThenByDescending(pod => pod.Metadata.CreationTimestamp)
        .ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>The status of a pod that the cluster has.</summary>
    public static PodStatus Of(PodSection? section, V1Pod pod)
    {
        var status = pod.Status ?? new V1PodStatus();
        var leaving = pod.Metadata.DeletionTimestamp is not null;
        var ready = status.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
        var scheduled = status.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
        var containers = Containers(section, pod);
        var waiting = containers.Select(container => container.State.Waiting)
            .FirstOrDefault(state => state is not null && !IsBeginning(state.Reason));
        var (reason, message) = waiting is not null ? (waiting.Reason, waiting.Message)
            : !string.IsNullOrEmpty(status.Reason) ? (status.Reason, status.Message)
            : scheduled is { Status: "False" } ? (scheduled.Reason ?? Unschedulable, scheduled.Message)
            : ("", "");
        return new PodStatus
        {
            Phase = status.Phase ?? "Pending",
            Ready = !leaving && ready?.Status == "True" && !string.IsNullOrEmpty(status.PodIP),
            ReadySince = Moment(ready?.LastTransitionTime),
            Reason = reason,
            Message = ClusterObjects.Translate(section, message),
            PodIp = status.PodIP ?? "",
            StartTime = Moment(status.StartTime ?? pod.Metadata.CreationTimestamp),
            ContainerStatuses = containers,
        };
    }

    /// <summary>The status of a pod that the cluster has not made.</summary>
    /// <param name="section">What it should be; null: nothing any more.</param>
    /// <param name="deployment">Its Deployment; null: there is none.</param>
    /// <param name="problem">What the node could not do for it.</param>
    public static PodStatus Before(PodSection? section, V1Deployment? deployment, WaitingState? problem)
    {
        var refused = deployment?.Status?.Conditions?.FirstOrDefault(
            condition => condition is { Type: "ReplicaFailure", Status: "True" });
        var waiting = problem
            ?? (refused is null
                ? new WaitingState { Reason = Creating }
                : new WaitingState
                {
                    Reason = refused.Reason ?? "FailedCreate",
                    Message = ClusterObjects.Translate(section, refused.Message),
                });
        return new PodStatus
        {
            Reason = waiting.Reason,
            Message = waiting.Message,
            ContainerStatuses =
            [
                .. (section?.Spec.Containers ?? []).Select(container => new ContainerStatus
                {
                    Name = container.Name,
                    Image = container.Image,
                    State = new ContainerState { Waiting = waiting },
                }),
            ],
        };
    }

    /// <summary>A moment as the cluster writes it.</summary>
    public static DateTimeOffset? Moment(DateTime? time) => time is not { } moment
        ? null
        : moment.Kind == DateTimeKind.Local
            ? new DateTimeOffset(moment).ToUniversalTime()
            : new DateTimeOffset(moment, TimeSpan.Zero);

    /// <summary>Whether a container that waits for this is about to begin.</summary>
    public static bool IsBeginning(string reason) => reason is Creating or "PodInitializing";

    // In the order that the pod was written in: the cluster's own may change.
    private static ImmutableArray<ContainerStatus> Containers(PodSection? section, V1Pod pod)
    {
        var order = section?.Spec.Containers.Select(container => container.Name)
            ?? pod.Spec?.Containers?.Select(container => container.Name) ?? [];
        var known = pod.Status?.ContainerStatuses ?? [];
        return
        [
            .. order.Select(name => known.FirstOrDefault(one => one.Name == name) is { } status
                ? Container(section, status)
                : new ContainerStatus
                {
                    Name = name,
                    Image = pod.Spec?.Containers?.FirstOrDefault(one => one.Name == name)?.Image ?? "",
                    State = new ContainerState { Waiting = new WaitingState { Reason = Creating } },
                }),
        ];
    }

    private static ContainerStatus Container(PodSection? section, V1ContainerStatus status) => new()
    {
        Name = status.Name,
        Image = status.Image ?? "",
        ImageId = status.ImageID ?? "",
        ContainerId = status.ContainerID ?? "",
        Ready = status.Ready,
        Started = status.Started ?? status.State?.Running is not null,
        RestartCount = status.RestartCount,
        State = State(section, status.State) is { } state && state != new ContainerState()
            ? state
            : new ContainerState { Waiting = new WaitingState { Reason = Creating } },
        LastState = State(section, status.LastState),
    };

    private static ContainerState State(PodSection? section, V1ContainerState? state) => new()
    {
        Waiting = state?.Waiting is { } waiting
            ? new WaitingState
            {
                Reason = waiting.Reason ?? Creating,
                Message = ClusterObjects.Translate(section, waiting.Message),
            }
            : null,
        Running = state?.Running is { } running
            ? new RunningState { StartedAt = Moment(running.StartedAt) ?? default }
            : null,
        Terminated = state?.Terminated is { } ended
            ? new TerminatedState
            {
                ExitCode = ended.ExitCode,
                Reason = ended.Reason ?? "",
                Message = ended.Message ?? "",
                StartedAt = Moment(ended.StartedAt),
                FinishedAt = Moment(ended.FinishedAt),
            }
            : null,
    };
}
