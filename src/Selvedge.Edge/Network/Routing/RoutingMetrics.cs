using System.Diagnostics.Metrics;

namespace Selvedge.Edge.Network.Routing;

/// <summary>What routing counts.</summary>
internal sealed class RoutingMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _withdrawals;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _starts;
    private readonly Counter<long> _failures;

    /// <summary>Makes the instruments.</summary>
    /// <param name="sessions">Established sessions.</param>
    /// <param name="announced">Prefixes that are announced or draining.</param>
    public RoutingMetrics(Func<int> sessions, Func<int> announced)
    {
        _meter.CreateObservableGauge(
            "selvedge_routing_sessions_count", sessions, "{session}", "BGP sessions that exchange routes.");
        _meter.CreateObservableGauge(
            "selvedge_routing_announced_count", announced, "{prefix}", "Prefixes that neighbours are told of.");
        _withdrawals = _meter.CreateCounter<long>(
            "selvedge_routing_withdrawals_total", "{prefix}", "Prefixes withdrawn, by reason.");
        _changes = _meter.CreateCounter<long>(
            "selvedge_routing_changes_total", "{change}", "Changes of BIRD's configuration, by outcome.");
        _starts = _meter.CreateCounter<long>("selvedge_routing_bird_starts_total", "{start}", "Starts of BIRD.");
        _failures = _meter.CreateCounter<long>(
            "selvedge_routing_control_failures_total", "{failure}", "Questions that BIRD did not answer, by reason.");
    }

    /// <summary>A prefix was withdrawn.</summary>
    public void Withdrawn(string reason) =>
        _withdrawals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A change ended.</summary>
    public void Changed(string outcome) => _changes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>BIRD was started.</summary>
    public void Started() => _starts.Add(1);

    /// <summary>BIRD did not answer.</summary>
    public void Failed(string reason) => _failures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Takes the instruments away.</summary>
    public void Dispose() => _meter.Dispose();
}
