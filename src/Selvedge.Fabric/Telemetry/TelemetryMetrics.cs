using System.Diagnostics.Metrics;

namespace Selvedge.Fabric.Telemetry;

/// <summary>What telemetry counts of itself.</summary>
internal static class TelemetryMetrics
{
    private static readonly Meter Meter = new("Selvedge");

    /// <summary>Lines of log that were lost.</summary>
    public static readonly Counter<long> LogDropped = Meter.CreateCounter<long>(
        "selvedge_log_dropped_total", description: "Log lines lost because the queue was full or writing failed.");
}
