using System.Diagnostics.Metrics;

namespace Selvedge.Edge.Http;

/// <summary>What the HTTP edge counts.</summary>
internal sealed class HttpMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _upstreamErrors;
    private readonly Counter<long> _logDropped;
    private readonly Counter<long> _handshakesRefused;
    private readonly Counter<long> _peerFaults;
    private readonly Counter<long> _bytes;

    /// <summary>Makes the instruments.</summary>
    /// <param name="store">Its size is observed.</param>
    /// <param name="inFlight">Requests being handled.</param>
    public HttpMetrics(ObjectStore store, Func<int> inFlight)
    {
        _requests = _meter.CreateCounter<long>("selvedge_http_requests_total", "{request}", "Requests answered.");
        _duration = _meter.CreateHistogram(
            "selvedge_http_duration_seconds",
            "s",
            "From the request's header to the response's end.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries =
                    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
            });
        _bytes = _meter.CreateCounter<long>("selvedge_http_response_bytes_total", "By", "Body bytes sent to users.");
        _upstreamErrors = _meter.CreateCounter<long>(
            "selvedge_http_upstream_errors_total", "{error}", "Failures of origins, by reason.");
        _logDropped = _meter.CreateCounter<long>(
            "selvedge_http_access_log_dropped_total", "{line}", "Access log lines lost, by reason.");
        _handshakesRefused = _meter.CreateCounter<long>(
            "selvedge_http_handshakes_refused_total", "{handshake}", "TLS handshakes refused, by reason.");
        _peerFaults = _meter.CreateCounter<long>(
            "selvedge_http_peer_faults_total", "{fault}", "Rules of HTTP/2 that clients broke, by reason.");
        _meter.CreateObservableGauge(
            "selvedge_http_requests_in_flight", inFlight, "{request}", "Requests being handled.");
        _meter.CreateObservableGauge("selvedge_http_cache_used_bytes", () => store.Bytes, "By", "Memory of the cache.");
        _meter.CreateObservableGauge(
            "selvedge_http_cache_stored_objects", () => store.Objects, "{object}", "Objects in the cache.");
        _meter.CreateObservableCounter(
            "selvedge_http_cache_evictions_total", () => store.Evictions, "{object}", "Objects pushed out by others.");
    }

    /// <summary>A request is over.</summary>
    public void Answered(string site, int status, string cache, TimeSpan duration, long bytes)
    {
        _requests.Add(1, new("site", site), new("code", status), new("cache", cache));
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("site", site));
        _bytes.Add(bytes, new KeyValuePair<string, object?>("site", site));
    }

    /// <summary>An origin failed.</summary>
    public void UpstreamFailed(string site, UpstreamError error) =>
        _upstreamErrors.Add(1, new("site", site), new("reason", error.ToString()));

    /// <summary>Lines of the access log are lost.</summary>
    public void LogDropped(string reason, int lines) =>
        _logDropped.Add(lines, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A handshake was refused.</summary>
    public void HandshakeRefused(string reason) =>
        _handshakesRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A client broke a rule of its protocol.</summary>
    public void PeerFailed(string reason) => _peerFaults.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Takes the instruments away.</summary>
    public void Dispose() => _meter.Dispose();
}
