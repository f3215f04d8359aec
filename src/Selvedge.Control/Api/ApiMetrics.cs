using System.Diagnostics.Metrics;

namespace Selvedge.Control.Api;

/// <summary>The numbers of the API server.</summary>
internal sealed class ApiMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _watches;
    private readonly Counter<long> _peerFaults;

    public ApiMetrics()
    {
        _requests = _meter.CreateCounter<long>(
            "selvedge_api_requests_total", description: "Requests answered, by verb, resource and code.");
        _duration = _meter.CreateHistogram<double>(
            "selvedge_api_duration_seconds", "s", "Time to answer, watches left out, by verb.");
        _peerFaults = _meter.CreateCounter<long>(
            "selvedge_api_peer_faults_total", description: "Rules of TLS and HTTP/2 that clients broke, by reason.");
        _watches = _meter.CreateUpDownCounter<long>(
            "selvedge_api_watches_count", description: "Watches that are open, by resource.");
    }

    public void PeerFailed(string reason) => _peerFaults.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Answered(string verb, string resource, int code, TimeSpan took)
    {
        _requests.Add(1, new("verb", verb), new("resource", resource), new("code", code));
        if (verb != "watch")
        {
            _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("verb", verb));
        }
    }

    public void WatchOpened(string resource) =>
        _watches.Add(1, new KeyValuePair<string, object?>("resource", resource));

    public void WatchClosed(string resource) =>
        _watches.Add(-1, new KeyValuePair<string, object?>("resource", resource));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
