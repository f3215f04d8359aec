using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>What issuing counts.</summary>
internal sealed class CertificateMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly ConcurrentDictionary<SiteId, DateTimeOffset> _ends = new();
    private readonly Counter<long> _orders;
    private readonly Counter<long> _issued;
    private readonly Counter<long> _failures;

    public CertificateMetrics(TimeProvider time)
    {
        _orders = _meter.CreateCounter<long>(
            "selvedge_certificates_orders_total", description: "Orders made at an authority.");
        _issued = _meter.CreateCounter<long>(
            "selvedge_certificates_issued_total", description: "Certificates issued and stored.");
        _failures = _meter.CreateCounter<long>(
            "selvedge_certificates_failures_total", description: "Attempts that failed, by reason.");
        _meter.CreateObservableGauge(
            "selvedge_certificates_left_days",
            () => _ends.Select(end => new Measurement<double>(
                (end.Value - time.GetUtcNow()).TotalDays,
                new KeyValuePair<string, object?>("site", end.Key.ToString()))),
            description: "Days until the certificate in use ends; negative once it has.");
    }

    public void Dispose() => _meter.Dispose();

    public void Ordered(string issuer) => _orders.Add(1, new KeyValuePair<string, object?>("issuer", issuer));

    public void Issued(string issuer) => _issued.Add(1, new KeyValuePair<string, object?>("issuer", issuer));

    public void Failed(string reason) => _failures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Ends(SiteId site, DateTimeOffset at) => _ends[site] = at;

    public void Forget(SiteId site) => _ends.TryRemove(site, out _);
}
