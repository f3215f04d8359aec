using System.Globalization;
using Docker.DotNet.Models;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>The labels by which the node finds its containers again.</summary>
internal static class ContainerLabels
{
    /// <summary>Which node started it.</summary>
    public const string Node = "selvedge.node";

    /// <summary>Of which pod.</summary>
    public const string PodUid = "selvedge.pod.uid";

    private const string PodNamespace = "selvedge.pod.namespace";
    private const string PodName = "selvedge.pod.name";
    private const string Grace = "selvedge.pod.grace";
    private const string Name = "selvedge.container";
    private const string Attempt = "selvedge.attempt";

    /// <summary>The labels of a container.</summary>
    public static Dictionary<string, string> Of(string node, ContainerStart start) => new(StringComparer.Ordinal)
    {
        [Node] = node,
        [PodUid] = start.Pod.Uid,
        [PodNamespace] = start.Pod.Namespace,
        [PodName] = start.Pod.Name,
        [Grace] = start.Pod.Grace.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        [Name] = start.Name,
        [Attempt] = start.Attempt.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What an engine says of a container.</summary>
    public static OwnedContainer Read(ContainerInspectResponse container)
    {
        var labels = container.Config?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var state = container.State;
        var running = state is { Running: true };
        return new OwnedContainer(
            container.ID,
            new PodIdentity(
                Text(labels, PodNamespace),
                Text(labels, PodName),
                Text(labels, PodUid),
                TimeSpan.FromSeconds(double.TryParse(
                    Text(labels, Grace), NumberStyles.Float, CultureInfo.InvariantCulture, out var grace) ? grace : 0)),
            Text(labels, Name),
            int.TryParse(Text(labels, Attempt), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
                ? attempt
                : 0,
            container.Image ?? "",
            running,
            Time(state?.StartedAt),
            running ? null : Time(state?.FinishedAt),
            running ? 0 : (int)(state?.ExitCode ?? 0),
            state is { OOMKilled: true });
    }

    private static string Text(IDictionary<string, string> labels, string name) =>
        labels.TryGetValue(name, out var text) ? text : "";

    // Engines write the year 1 where there is none.
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time.Year > 1
            ? time
            : null;
}
