using System.Diagnostics.Metrics;

namespace Selvedge.Fabric.Store;

/// <summary>What the store counts.</summary>
internal static class StoreMetrics
{
    private static readonly Meter Meter = new("Selvedge");

    /// <summary>Writes acknowledged, by <c>outcome</c>.</summary>
    public static readonly Counter<long> Writes = Meter.CreateCounter<long>(
        "selvedge_store_writes_total", description: "Writes answered, by outcome.");

    /// <summary>Failures, by <c>fault</c>.</summary>
    public static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        "selvedge_store_faults_total", description: "Failures of the store, by fault.");

    /// <summary>Seconds from the start of a group of writes to its being durable.</summary>
    public static readonly Histogram<double> CommitSeconds = Meter.CreateHistogram(
        "selvedge_store_commit_seconds",
        unit: "s",
        description: "Time from the start of a group of writes to its being durable.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
        });

    /// <summary>Batches that watchers had to read from the file because they were behind.</summary>
    public static readonly Counter<long> HistoryReads = Meter.CreateCounter<long>(
        "selvedge_store_history_reads_total",
        description: "Batches that watchers read from the file because memory no longer held them.");
}
