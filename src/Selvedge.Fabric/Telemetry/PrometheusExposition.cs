using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;

namespace Selvedge.Fabric.Telemetry;

/// <summary>Collects every instrument of the "Selvedge" meters of this process and shows them, with the basics of the
/// process, in the Prometheus text format 0.0.4. Thread-safe.</summary>
/// <remarks>Counts from its creation on: create it first.</remarks>
public sealed class PrometheusExposition : IDisposable
{
    /// <summary>The Content-Type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string MeterName = "Selvedge";

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _rendering = new();
    private readonly double _startSeconds;
    private long _failures;

    /// <summary>Begins to collect.</summary>
    public PrometheusExposition()
    {
        using var process = Process.GetCurrentProcess();
        _startSeconds = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1_000.0;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName)
            {
                // Instruments of one name are one metric, whichever Meter made them.
                var family = _families.GetOrAdd(MetricText.Name(instrument.Name), _ => new MetricFamily(instrument));
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record((double)value, tags, state));
        _listener.Start();
    }

    /// <summary>The metrics as they are now, sorted by name.</summary>
    public string Render()
    {
        lock (_rendering)
        {
            Observe();
            var text = new StringBuilder();
            var families = _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal).ToList();
            foreach (var family in families)
            {
                family.AppendTo(text);
            }

            AppendOverflow(text, families);
            Append(text, "selvedge_metrics_failures_total", "counter", "Observations that threw.", _failures);
            Append(
                text,
                "process_cpu_seconds_total",
                "counter",
                "Total user and system CPU time spent in seconds.",
                OperatingSystem.IsLinux() ? Environment.CpuUsage.TotalTime.TotalSeconds : 0);
            Append(
                text, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.",
                Environment.WorkingSet);
            Append(
                text,
                "process_start_time_seconds",
                "gauge",
                "Start time of the process since unix epoch in seconds.",
                _startSeconds);
            return text.ToString();
        }
    }

    /// <summary>Writes <see cref="Render"/> as UTF-8.</summary>
    public void WriteTo(Stream stream) => stream.Write(Encoding.UTF8.GetBytes(Render()));

    /// <summary>Collects no more.</summary>
    public void Dispose() => _listener.Dispose();

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((MetricFamily)state!).Record(value, tags);

    private static void Append(StringBuilder text, string name, string type, string help, double value)
    {
        MetricText.AppendHeader(text, name, help, type);
        MetricText.AppendSample(text, name, "", value);
    }

    private static void AppendOverflow(StringBuilder text, IEnumerable<MetricFamily> families)
    {
        const string Name = "selvedge_metrics_overflow_total";
        MetricText.AppendHeader(text, Name, "Measurements not kept: the metric has too many label sets.", "counter");
        foreach (var family in families.Where(family => family.Overflow > 0))
        {
            MetricText.AppendSample(text, Name, $"metric=\"{family.Name}\"", family.Overflow);
        }
    }

    private void Observe()
    {
        foreach (var family in _families.Values)
        {
            family.ForgetObserved();
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException error)
        {
            // One broken observation must not hide all other metrics.
            _failures += error.InnerExceptions.Count;
        }
    }
}
