namespace Selvedge.Fabric.Telemetry;

/// <summary>The limits of metrics and logs.</summary>
public static class TelemetryLimits
{
    /// <summary>Label sets of one metric. More is a label that grows with traffic, which fills any database of metrics;
    /// further ones are not kept, and counted in <c>selvedge_metrics_overflow_total</c>.</summary>
    public const int SeriesMax = 1_000;

    /// <summary>Lines of log that wait to be written. A burst that is larger loses lines rather than stop the callers;
    /// lost ones are counted in <c>selvedge_log_dropped_total</c>.</summary>
    public const int QueuedLinesMax = 8_192;

    /// <summary>Characters of a message, a field or an error in the log; the rest is cut. Collectors refuse lines over
    /// 16 to 64 KiB.</summary>
    public const int LogTextMax = 8_192;

    /// <summary>How long the end of a process waits for its last lines to be written.</summary>
    internal static readonly TimeSpan FlushMax = TimeSpan.FromSeconds(5);
}
