using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Vertical;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Scaling;

/// <summary>What the containers of each VerticalPodAutoscaler's target have used, kept across restarts.</summary>
internal sealed class UsageBook(InternalDocuments memory, ILogger log)
{
    private const string Prefix = "usage.";

    private readonly Dictionary<(string Uid, string Container), ContainerHistory> _histories = [];
    private readonly Dictionary<(string Pod, string Container), DateTimeOffset> _ends = [];

    // Until when a history that was taken up had seen everything.
    private readonly Dictionary<(string Uid, string Container), DateTimeOffset> _takenUp = [];

    /// <summary>The history of a container; empty where nothing was seen.</summary>
    public ContainerHistory Of(VerticalPodAutoscaler autoscaler, string container) =>
        _histories.GetValueOrDefault((autoscaler.Metadata.Uid, container)) ?? new ContainerHistory();

    /// <summary>Takes up what was kept of a container, once.</summary>
    public async Task LoadAsync(VerticalPodAutoscaler autoscaler, string container, CancellationToken cancellation)
    {
        var key = (autoscaler.Metadata.Uid, container);
        if (_histories.ContainsKey(key))
        {
            return;
        }

        var kept = await memory.ReadAsync<KeptUsage>(Name(key), cancellation);
        var word = "";
        var history = kept is null ? new ContainerHistory() : HistoryCheckpoint.Read(kept.Checkpoint, out word);
        _histories[key] = history;
        if (history.LastAt is { } last)
        {
            _takenUp[key] = last;
        }

        if (word.Length > 0)
        {
            Log.UsageForgotten(log, autoscaler.Metadata.Namespace, autoscaler.Metadata.Name, container, word);
        }
    }

    /// <summary>Takes in one look at a pod.</summary>
    /// <param name="autoscaler">Whose target the pod is of.</param>
    /// <param name="policy">How ends for want of memory count.</param>
    /// <param name="pod">The pod's document: its requests and limits are those in force.</param>
    /// <param name="report">What its node says.</param>
    /// <param name="now">The moment.</param>
    public void Observe(
        VerticalPodAutoscaler autoscaler, VerticalPolicy policy, Pod pod, PodReport report, DateTimeOffset now)
    {
        foreach (var container in pod.Spec.Containers)
        {
            var use = report.Use.FirstOrDefault(one => one.Name == container.Name);
            var history = Of(autoscaler, container.Name);
            if (EndedFor(autoscaler, pod, report, container.Name) is { } ended)
            {
                history = history.OutOfMemory(
                    policy, container.Resources.MemoryBytesMax ?? 0, use?.MemoryBytes ?? 0, ended);
            }

            if (use is not null)
            {
                history = history.Used(
                    use.CpuMillis / 1000.0, container.Resources.CpuMillis / 1000.0, use.MemoryBytes, now);
            }

            _histories[(autoscaler.Metadata.Uid, container.Name)] = history;
        }
    }

    /// <summary>Keeps what is known.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        foreach (var (key, history) in _histories.Where(entry => entry.Value.Samples > 0))
        {
            await memory.WriteAsync(Name(key), new KeptUsage(HistoryCheckpoint.Write(history)), cancellation);
        }
    }

    /// <summary>Forgets every autoscaler that is no more, and pods that are gone.</summary>
    public async Task ForgetAsync(
        IReadOnlySet<string> autoscalers, IReadOnlySet<string> pods, CancellationToken cancellation)
    {
        foreach (var gone in _histories.Keys.Where(key => !autoscalers.Contains(key.Uid)).ToList())
        {
            _histories.Remove(gone);
            _takenUp.Remove(gone);
        }

        foreach (var gone in _ends.Keys.Where(key => !pods.Contains(key.Pod)).ToList())
        {
            _ends.Remove(gone);
        }

        await memory.RemoveAsync(
            name => name.StartsWith(Prefix, StringComparison.Ordinal)
                && !autoscalers.Contains(name.Split('.')[1]),
            cancellation);
    }

    // Each end counts once; one that the kept history may have seen does not count again after a restart.
    private DateTimeOffset? EndedFor(
        VerticalPodAutoscaler autoscaler, Pod pod, PodReport report, string container)
    {
        var last = report.Status.ContainerStatuses.FirstOrDefault(status => status.Name == container)
            ?.LastState.Terminated;
        if (last is not { Reason: TerminatedState.OutOfMemory, FinishedAt: { } at })
        {
            return null;
        }

        var key = (pod.Metadata.Uid, container);
        var isSeen = (_ends.TryGetValue(key, out var seen)
            || _takenUp.TryGetValue((autoscaler.Metadata.Uid, container), out seen)) && at <= seen;
        _ends[key] = at;
        return isSeen ? null : at;
    }

    private static string Name((string Uid, string Container) key) => $"{Prefix}{key.Uid}.{key.Container}";

    private sealed record KeptUsage(byte[] Checkpoint);
}
