using Selvedge.Core.Workloads;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>What happened to a pod, from two of its statuses: a cluster's own events are kept for an hour and need a
/// right of their own.</summary>
internal static class ClusterEvents
{
    /// <summary>Writes down what is new.</summary>
    public static void Note(EventBook book, PodStatus before, PodStatus after, DateTimeOffset now)
    {
        if (after.Reason.Length > 0 && after.Reason != before.Reason && !ClusterStatus.IsBeginning(after.Reason)
            && after.ContainerStatuses.All(container => container.State.Waiting?.Reason != after.Reason))
        {
            book.Add(now, true, after.Reason, after.Message);
        }

        foreach (var container in after.ContainerStatuses)
        {
            var old = before.ContainerStatuses.FirstOrDefault(one => one.Name == container.Name);
            Note(book, old ?? new ContainerStatus(), container, now);
        }
    }

    private static void Note(EventBook book, ContainerStatus before, ContainerStatus after, DateTimeOffset now)
    {
        if (after.State.Running is not null
            && (before.State.Running is null || before.ContainerId != after.ContainerId))
        {
            book.Add(now, false, "Started", $"Started container {after.Name}");
        }

        if (after.State.Waiting is { } waiting && waiting.Reason != before.State.Waiting?.Reason)
        {
            var (reason, message) = waiting.Reason switch
            {
                "CrashLoopBackOff" => ("BackOff", $"Back-off restarting failed container {after.Name}"),
                "ErrImagePull" or "ImagePullBackOff" or "ErrImageNeverPull" or "InvalidImageName" =>
                    ("Failed", $"Failed to pull image \"{after.Image}\": {waiting.Message}"),
                var begins when ClusterStatus.IsBeginning(begins) => ("", ""),
                _ => ("Failed", $"Container {after.Name}: {waiting.Reason}: {waiting.Message}"),
            };
            if (reason.Length > 0)
            {
                book.Add(now, true, reason, message);
            }
        }
    }
}
