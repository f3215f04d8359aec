using System.Collections.Immutable;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.Horizontal;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Scaling;

/// <summary>What is known of a scaled Deployment at one location, as the autoscaler wants it. Pure.</summary>
/// <param name="location">Where.</param>
/// <param name="pods">The Deployment's pods here.</param>
/// <param name="services">The Services that select them.</param>
/// <param name="nodes">What the location's nodes that speak last said.</param>
/// <param name="now">The moment.</param>
internal sealed class PlaceEvidence(
    string location,
    IReadOnlyList<Pod> pods,
    IReadOnlyList<SiteId> services,
    IReadOnlyList<NodeStatus> nodes,
    DateTimeOffset now)
{
    /// <summary>Requests a second.</summary>
    public const string RequestsPerSecond = "requests_per_second";

    /// <summary>Requests that wait for their answer.</summary>
    public const string RequestsInFlight = "requests_in_flight";

    private readonly Dictionary<string, PodReport> _reports = nodes.SelectMany(node => node.Pods)
        .GroupBy(report => report.Uid, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    /// <summary>Everything that one decision needs.</summary>
    /// <param name="policy">With the metrics.</param>
    /// <param name="autoscaler">The document that it was read from.</param>
    /// <param name="replicas">Replicas that are wanted here so far.</param>
    public HorizontalInput Input(HorizontalPolicy policy, HorizontalPodAutoscaler autoscaler, int replicas) => new()
    {
        Location = location,
        Now = now,
        SpecReplicas = replicas,
        StatusReplicas = pods.Count,
        Pods = [.. pods.Select(State)],
        Readings =
        [
            .. policy.Metrics.Select((metric, index) => nodes.Count == 0
                ? Failed($"no node of {location} reports")
                : Reading(metric, autoscaler, index)),
        ],
    };

    private MetricReading Reading(MetricTarget metric, HorizontalPodAutoscaler autoscaler, int index) =>
        metric.Source switch
        {
            MetricSource.Resource => new MetricReading { Samples = [.. Usage(metric.IsCpu)] },
            MetricSource.Pods => OfPods(metric.Name),
            MetricSource.Described => OfDocument(
                metric.Name, autoscaler.Metadata.Namespace,
                autoscaler.Spec.Metrics[index].Described?.DescribedObject ?? new ScaleTargetReference()),
            _ => Failed("external metrics are not measured here"),
        };

    private IEnumerable<PodSample> Usage(bool cpu)
    {
        foreach (var pod in pods)
        {
            // Bytes are counted in thousandths too, as Kubernetes' quantities are.
            if (_reports.TryGetValue(pod.Metadata.Uid, out var report)
                && (cpu ? report.CpuMillis : report.MemoryBytes * 1000) is { } amount)
            {
                yield return new PodSample(pod.Metadata.Name, amount, now, PodReport.UsageWindow);
            }
        }
    }

    // What the location's edge is asked for, shared by the pods that can answer: requests per serviceable instance.
    private MetricReading OfPods(string metric)
    {
        if (services.Count == 0)
        {
            return Failed("no Service selects the pods");
        }

        if (Of(metric, load => services.Contains(new SiteId(load.Namespace, load.Name))) is not { } amount)
        {
            return Unknown(metric);
        }

        var ready = pods.Where(pod => pod.Status.Ready).ToList();
        return new MetricReading
        {
            Samples =
            [
                .. ready.Select(pod => new PodSample(
                    pod.Metadata.Name, Thousandths(amount / ready.Count), now, PodReport.UsageWindow)),
            ],
        };
    }

    private MetricReading OfDocument(string metric, string space, ScaleTargetReference described) =>
        described.Kind switch
        {
            "Service" when Of(metric, load => load.Name == described.Name && load.Namespace == space) is { } amount =>
                new MetricReading { Amount = Thousandths(amount) },
            "Service" => Unknown(metric),
            _ => Failed($"a {described.Kind} is not measured; write a Service"),
        };

    private double? Of(string metric, Func<ServiceLoad, bool> counts)
    {
        var loads = nodes.SelectMany(node => node.Services).Where(counts);
        return metric switch
        {
            RequestsPerSecond => loads.Sum(load => load.RequestsPerSecond),
            RequestsInFlight => loads.Sum(load => load.InFlight),
            _ => null,
        };
    }

    private static PodState State(Pod pod) => new()
    {
        Name = pod.Metadata.Name,
        Phase = pod.Status.Phase switch
        {
            "Pending" => PodPhase.Pending,
            "Failed" => PodPhase.Failed,
            _ => PodPhase.Running,
        },
        Ready = pod.Status.Ready,
        ReadyChangedAt = pod.Status.ReadySince ?? pod.Status.StartTime ?? default,
        StartedAt = pod.Status.StartTime,
        Requests = Requests(pod),
    };

    private static ImmutableDictionary<string, long> Requests(Pod pod)
    {
        var needs = pod.Spec.Containers.Select(container => container.Resources).ToList();
        var requests = ImmutableDictionary<string, long>.Empty;
        requests = needs.TrueForAll(need => need.CpuMillis > 0)
            ? requests.Add(MetricTarget.Cpu, needs.Sum(need => need.CpuMillis))
            : requests;
        return needs.TrueForAll(need => need.MemoryBytes > 0)
            ? requests.Add("memory", needs.Sum(need => need.MemoryBytes) * 1000)
            : requests;
    }

    private static long Thousandths(double amount) => (long)Math.Round(amount * 1000);

    private static MetricReading Unknown(string metric) =>
        Failed($"{metric} is not measured; write {RequestsPerSecond} or {RequestsInFlight}");

    private static MetricReading Failed(string why) => new() { Failure = why };
}
