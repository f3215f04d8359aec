using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Selvedge.Fabric.Telemetry;

/// <summary>One metric with all its label sets. Thread-safe.</summary>
internal sealed class MetricFamily
{
    // Prometheus' own defaults, in seconds.
    private static readonly double[] DefaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly string? _help;
    private readonly string _type;
    private readonly double[]? _buckets;
    private readonly bool _isSet;
    private readonly bool _isObserved;
    private long _overflow;

    public MetricFamily(Instrument instrument)
    {
        Name = MetricText.Name(instrument.Name);
        _help = instrument.Description;
        var kind = instrument.GetType().Name.Split('`')[0];
        _isObserved = instrument.IsObservable;
        _isSet = instrument.IsObservable || kind == "Gauge";
        _type = kind switch
        {
            "Counter" or "ObservableCounter" => "counter",
            "Histogram" => "histogram",
            _ => "gauge",
        };
        _buckets = _type == "histogram" ? Buckets(instrument) : null;
    }

    /// <summary>As it is shown.</summary>
    public string Name { get; }

    /// <summary>Measurements that were not kept because there are too many label sets.</summary>
    public long Overflow => Interlocked.Read(ref _overflow);

    /// <summary>Takes one measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= TelemetryLimits.SeriesMax)
            {
                Interlocked.Increment(ref _overflow);
                return;
            }

            series = _series.GetOrAdd(labels, new MetricSeries(labels, _buckets));
        }

        if (_buckets is not null)
        {
            series.Observe(value);
        }
        else if (_isSet)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Forgets what was observed: a label set that is no longer observed is gone.</summary>
    public void ForgetObserved()
    {
        if (_isObserved)
        {
            _series.Clear();
        }
    }

    /// <summary>Appends header and samples, sorted; nothing if there are none.</summary>
    public void AppendTo(StringBuilder text)
    {
        if (_series.IsEmpty)
        {
            return;
        }

        MetricText.AppendHeader(text, Name, _help, _type);
        foreach (var (_, series) in _series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            series.AppendTo(text, Name);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        foreach (var tag in sorted)
        {
            if (text.Length > 0)
            {
                text.Append(',');
            }

            MetricText.AppendLabel(text, tag.Key, tag.Value);
        }

        return text.ToString();
    }

    private static double[] Buckets(Instrument instrument)
    {
        IEnumerable<double>? advice = instrument switch
        {
            Instrument<double> of => of.Advice?.HistogramBucketBoundaries,
            Instrument<long> of => of.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            Instrument<int> of => of.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            Instrument<float> of => of.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            _ => null,
        };
        return advice?.ToArray() ?? DefaultBuckets;
    }
}
