using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Selvedge.Origin;

/// <summary>Counts what the origin answers, as instruments and as Prometheus text.</summary>
internal sealed class OriginMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _requests;
    private readonly Counter<long> _sent;
    private readonly ConcurrentDictionary<int, long> _requestsByStatus = [];
    private long _sentBytes;

    public OriginMetrics()
    {
        _requests = _meter.CreateCounter<long>(
            "selvedge_origin_requests_total", description: "Requests that the origin answered, by status.");
        _sent = _meter.CreateCounter<long>(
            "selvedge_origin_sent_bytes_total", description: "Bytes of the bodies that the origin sent.");
    }

    /// <summary>Counts one answer.</summary>
    public void Add(int status, long bytes)
    {
        _requests.Add(1, new KeyValuePair<string, object?>("status", status));
        _sent.Add(bytes);
        _requestsByStatus.AddOrUpdate(status, 1, (_, count) => count + 1);
        Interlocked.Add(ref _sentBytes, bytes);
    }

    /// <summary>The counts in Prometheus' text format, version 0.0.4.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append("# TYPE ").Append(_requests.Name).Append(" counter\n");
        foreach (var (status, count) in _requestsByStatus.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"{_requests.Name}{{status=\"{status}\"}} {count}\n");
        }

        text.Append("# TYPE ").Append(_sent.Name).Append(" counter\n");
        text.Append(CultureInfo.InvariantCulture, $"{_sent.Name} {Interlocked.Read(ref _sentBytes)}\n");
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
