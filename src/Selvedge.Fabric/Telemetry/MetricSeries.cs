using System.Text;

namespace Selvedge.Fabric.Telemetry;

/// <summary>The numbers of one label set. Thread-safe.</summary>
internal sealed class MetricSeries(string labels, double[]? buckets)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = buckets is null ? [] : new long[buckets.Length + 1];
    private double _value;
    private long _count;

    public void Add(double value)
    {
        lock (_lock)
        {
            _value += value;
        }
    }

    public void Set(double value)
    {
        lock (_lock)
        {
            _value = value;
        }
    }

    public void Observe(double value)
    {
        // A bucket holds what is at most its bound. NaN falls behind the last one.
        var index = Array.BinarySearch(buckets!, value);
        index = double.IsNaN(value) ? buckets!.Length : index < 0 ? ~index : index;
        lock (_lock)
        {
            _counts[index]++;
            _value += value;
            _count++;
        }
    }

    public void AppendTo(StringBuilder text, string name)
    {
        lock (_lock)
        {
            if (buckets is null)
            {
                MetricText.AppendSample(text, name, labels, _value);
                return;
            }

            var separator = labels.Length == 0 ? "" : ",";
            var below = 0L;
            for (var i = 0; i <= buckets.Length; i++)
            {
                below += _counts[i];
                var bound = MetricText.Number(i < buckets.Length ? buckets[i] : double.PositiveInfinity);
                MetricText.AppendSample(text, name + "_bucket", $"{labels}{separator}le=\"{bound}\"", below);
            }

            MetricText.AppendSample(text, name + "_sum", labels, _value);
            MetricText.AppendSample(text, name + "_count", labels, _count);
        }
    }
}
