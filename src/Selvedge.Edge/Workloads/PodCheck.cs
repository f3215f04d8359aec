using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;

namespace Selvedge.Edge.Workloads;

/// <summary>Finds the pods of a snapshot that no node can run. The API refuses such documents; names that become paths
/// are looked at here once more.</summary>
internal static class PodCheck
{
    private const int NameCharsMax = 63;

    /// <summary>All of them. Never throws.</summary>
    /// <param name="next">The snapshot.</param>
    /// <param name="manifest">Names the sections.</param>
    /// <param name="node">Whose pods are counted.</param>
    public static List<SectionRefusal> Find(Snapshot next, Manifest manifest, string node) =>
    [
        .. next.Pods.Values.Select(pod => (Pod: pod, Problem: Problem(pod))).Where(pair => pair.Problem is not null)
            .Select(pair => Refusal(manifest, pair.Pod, pair.Problem!)),
        .. next.Pods.Values.Where(pod => pod.Node == node).Skip(Limits.PodsMax)
            .Select(pod => Refusal(manifest, pod, $"A node runs {Limits.PodsMax} pods at most.")),
    ];

    /// <summary>What is wrong with a pod; null where nothing is.</summary>
    internal static string? Problem(PodSection pod)
    {
        var spec = pod.Spec;
        var names = spec.Containers.Select(container => container.Name).ToList();
        var volumes = spec.Volumes.Select(volume => volume.Name).ToList();
        return !IsName(pod.Uid) ? "The pod's uid is not made of letters, digits and hyphens."
            : names.Count == 0 ? "The pod has no container."
            : !names.TrueForAll(IsName) || names.Distinct(StringComparer.Ordinal).Count() != names.Count
                ? "A container's name is none, or is there twice."
            : !volumes.TrueForAll(IsName) || volumes.Distinct(StringComparer.Ordinal).Count() != volumes.Count
                ? "A volume's name is none, or is there twice."
            : spec.Containers.SelectMany(container => container.VolumeMounts).FirstOrDefault(IsBad) is { } mount
                ? $"The mount path {mount.MountPath} is not an absolute path."
            : spec.TerminationGracePeriodSeconds < 0 ? "The time to end is negative."
            : null;
    }

    private static bool IsBad(VolumeMount mount) =>
        !mount.MountPath.StartsWith('/') || !PodVolumes.IsInside(mount.MountPath.Trim('/'));

    private static bool IsName(string text) => text.Length is > 0 and <= NameCharsMax && text[0] != '-'
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    // A key on the bus may not hold dots within a name, so the compiler may have written them otherwise.
    private static SectionRefusal Refusal(Manifest manifest, PodSection pod, string reason)
    {
        var wanted = $".{pod.Namespace}.{pod.Name}".Replace('.', '_');
        var entry = manifest.Sections.FirstOrDefault(section => section.Kind == SectionKind.Pod
            && (section.Key.EndsWith("." + pod.Uid, StringComparison.Ordinal)
                || section.Key.Replace('.', '_').EndsWith(wanted, StringComparison.Ordinal)));
        return new SectionRefusal(entry?.Key ?? $"pod.{pod.Namespace}.{pod.Name}", entry?.Hash ?? "", reason);
    }
}
