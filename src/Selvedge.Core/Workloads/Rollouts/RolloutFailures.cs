using System.Globalization;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>When a new template is given up. Pure.</summary>
internal static class RolloutFailures
{
    /// <summary>Starts after which a program that ends at once is not expected to stay any more.</summary>
    public const int RestartsMax = 3;

    /// <summary>A registry may be away for a moment.</summary>
    public static readonly TimeSpan ImagePatience = TimeSpan.FromSeconds(30);

    /// <summary>Why the pods of a template at one place are a failure, in one sentence; null: they are not.</summary>
    /// <param name="location">Where.</param>
    /// <param name="pods">The pods of the template there.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="now">The moment.</param>
    public static string? Find(
        string location, IReadOnlyCollection<Pod> pods, DeploymentSpec spec, DateTimeOffset now)
    {
        // A dead location is no fault of the template.
        var heard = pods.Where(pod => !pod.IsCutOff()).ToList();
        foreach (var pod in heard.Where(pod => !pod.Status.Ready))
        {
            foreach (var container in pod.Status.ContainerStatuses)
            {
                if (Definite(pod, container, now) is { } reason)
                {
                    return $"{pod.Metadata.Name} at {location}: {reason}";
                }
            }
        }

        var waiting = heard.Where(pod => !pod.IsAvailable(spec.MinReadySeconds, now)).ToList();
        var moved = heard.Select(Moved).DefaultIfEmpty(now).Max();
        return waiting.Count > 0 && now - moved > TimeSpan.FromSeconds(spec.ProgressDeadlineSeconds)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{waiting[0].Metadata.Name} at {location} did not become available within "
                + $"{spec.ProgressDeadlineSeconds} s: {How(waiting[0])}")
            : null;
    }

    private static string? Definite(Pod pod, ContainerStatus container, DateTimeOffset now)
    {
        if (container.State.Waiting is not { } waiting)
        {
            return null;
        }

        var isOver = waiting.Reason switch
        {
            "CrashLoopBackOff" => container.RestartCount >= RestartsMax,
            "ErrImageNeverPull" or "InvalidImageName" => true,
            "ImagePullBackOff" or "ErrImagePull" => now - pod.Metadata.CreationTimestamp > ImagePatience,
            _ => false,
        };
        return !isOver ? null
            : waiting.Message.Length > 0 ? $"{waiting.Reason}: {waiting.Message}" : waiting.Reason;
    }

    private static DateTimeOffset Moved(Pod pod)
    {
        var created = pod.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;
        return pod.Status is { Ready: true, ReadySince: { } since } && since > created ? since : created;
    }

    private static string How(Pod pod) =>
        pod.Status.ContainerStatuses.Select(container => container.State.Waiting?.Reason)
            .FirstOrDefault(reason => !string.IsNullOrEmpty(reason))
        ?? (pod.Status.Message.Length > 0 ? pod.Status.Message
            : pod.Status.Phase == "Running" ? "it runs, and its readiness probe does not succeed"
            : pod.Status.Phase);
}
