using System.Diagnostics.Metrics;

namespace Selvedge.Edge.Workloads;

/// <summary>What the pod agent counts.</summary>
internal sealed class PodMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _starts;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _probeFailures;
    private readonly Histogram<double> _startDuration;

    /// <summary>Makes the instruments.</summary>
    /// <param name="pods">Pods that the node has.</param>
    /// <param name="ready">Those of them that are ready.</param>
    public PodMetrics(Func<int> pods, Func<int> ready)
    {
        _meter.CreateObservableGauge("selvedge_pods_assigned_count", pods, "{pod}", "Pods that this node runs.");
        _meter.CreateObservableGauge("selvedge_pods_ready_count", ready, "{pod}", "Pods that are ready.");
        _starts = _meter.CreateCounter<long>(
            "selvedge_pods_container_starts_total", "{container}", "Containers started, by first or again.");
        _failures = _meter.CreateCounter<long>(
            "selvedge_pods_runtime_failures_total", "{failure}", "What the runtime could not do, by reason.");
        _probeFailures = _meter.CreateCounter<long>(
            "selvedge_pods_probe_failures_total", "{probe}", "Probes of containers that failed, by kind.");
        _startDuration = _meter.CreateHistogram(
            "selvedge_pods_start_duration_seconds",
            "s",
            "How long the runtime took to start a container.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
            });
    }

    /// <summary>A container was started.</summary>
    public void Started(bool again, TimeSpan duration)
    {
        _starts.Add(1, new KeyValuePair<string, object?>("start", again ? "again" : "first"));
        _startDuration.Record(duration.TotalSeconds);
    }

    /// <summary>The runtime could not do something.</summary>
    public void Failed(string reason) => _failures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A probe failed.</summary>
    public void ProbeFailed(ProbeKind kind) =>
        _probeFailures.Add(1, new KeyValuePair<string, object?>("probe", kind.ToString()));

    /// <summary>Takes the instruments away.</summary>
    public void Dispose() => _meter.Dispose();
}
