namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>What rollouts read in a pod.</summary>
internal static class PodFacts
{
    /// <summary>The hash of its template.</summary>
    public static string Hash(this Pod pod) => pod.Metadata.Labels.GetValueOrDefault(WorkloadLabels.TemplateHash, "");

    /// <summary>Where it runs.</summary>
    public static string Location(this Pod pod) => pod.Metadata.Labels.GetValueOrDefault(WorkloadLabels.Location, "");

    /// <summary>Whether it was ready for so long.</summary>
    public static bool IsAvailable(this Pod pod, int seconds, DateTimeOffset now) =>
        pod.Status.Ready && (seconds == 0 || now - pod.Status.ReadySince >= TimeSpan.FromSeconds(seconds));

    /// <summary>Whether nothing is known of it: its node does not report.</summary>
    public static bool IsCutOff(this Pod pod) => pod.Status.Reason == PodStatus.NodeSilent;

    /// <summary>Whether it ended for good.</summary>
    public static bool IsOver(this Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";
}
