using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Workloads;

/// <summary>Writes what nodes say of their pods into the pods' documents, and what happened to them as
/// events.</summary>
public sealed class PodRecorder(
    DocumentCache cache,
    DocumentStore documents,
    VerdictLoop verdicts,
    EventRecorder events,
    TimeProvider time,
    ILogger<PodRecorder> log)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, (long Number, DateTimeOffset At)> _told = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>Records until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await RecordAsync(cancellation);
            }
            catch (StoreException)
            {
                // The workload loop tells it.
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.PodsNotRecorded(log, error);
            }
        }
    }

    private async Task RecordAsync(CancellationToken cancellation)
    {
        var current = cache.Current;
        if (current.Pods.IsEmpty)
        {
            return;
        }

        var live = verdicts.LiveNodes();
        var reports = live.Values.SelectMany(status => status.Pods)
            .GroupBy(report => report.Uid, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        foreach (var pod in current.Pods.Values)
        {
            var node = pod.Spec.NodeName;
            if (reports.TryGetValue(pod.Metadata.Uid, out var report))
            {
                Tell(pod, report);
                var host = current.Nodes.GetValueOrDefault(node)?.Spec.Addresses.FirstOrDefault() ?? "";
                await WriteAsync(
                    pod, before => PodDocumentStatus.Of(report, host, before, time.GetUtcNow()), cancellation);
            }
            else if (!live.ContainsKey(node) && pod.Status.Reason != PodStatus.NodeSilent
                && time.GetUtcNow() - _began > EvidenceDesk.WarmUp)
            {
                await WriteAsync(
                    pod, before => PodDocumentStatus.CutOff(before, node, time.GetUtcNow()), cancellation);
            }
        }

        foreach (var gone in _told.Keys.Except(
            current.Pods.Values.Select(pod => pod.Metadata.Uid), StringComparer.Ordinal).ToList())
        {
            _told.Remove(gone);
        }
    }

    private async Task WriteAsync(Pod pod, Func<PodStatus, JsonObject> next, CancellationToken cancellation)
    {
        // Most looks find nothing new: the cached document answers that without the store.
        if (JsonNode.DeepEquals(Compared(next(pod.Status)), Compared(JsonTrees.ToTree(pod.Status)!.AsObject())))
        {
            return;
        }

        await documents.UpdateAsync(
            new ResourceKey(ResourceNames.Pods, pod.Metadata.Namespace, pod.Metadata.Name),
            document =>
            {
                var stored = CoreJson.Read<Pod>(document.ToElement());
                if (stored.Metadata.Uid != pod.Metadata.Uid)
                {
                    return false;
                }

                var status = next(stored.Status);
                if (JsonNode.DeepEquals(document["status"], status))
                {
                    return false;
                }

                document["status"] = status;
                return true;
            },
            cancellation);
    }

    private static JsonObject Compared(JsonObject status)
    {
        status.Remove("conditions");
        return status;
    }

    private void Tell(Pod pod, PodReport report)
    {
        var key = new ResourceKey(ResourceNames.Pods, pod.Metadata.Namespace, pod.Metadata.Name);
        var last = _told.GetValueOrDefault(pod.Metadata.Uid, (0, _began));
        foreach (var told in report.Events.Where(
            told => (told.Number, told.At).CompareTo(last) > 0 && told.At >= _began))
        {
            last = (told.Number, told.At);
            if (told.Warning)
            {
                events.Warning(key, "Pod", told.Reason, told.Message);
            }
            else
            {
                events.Normal(key, "Pod", told.Reason, told.Message);
            }
        }

        _told[pod.Metadata.Uid] = last;
    }
}
