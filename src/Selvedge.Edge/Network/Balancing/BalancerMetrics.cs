using System.Diagnostics.Metrics;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>What balancing counts.</summary>
internal sealed class BalancerMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _changes;
    private readonly Counter<long> _slots;
    private readonly Counter<long> _misread;

    /// <summary>Makes the instruments.</summary>
    /// <param name="backends">Backends that take new flows here.</param>
    /// <param name="packets">Sent to backends since the balancer began.</param>
    public BalancerMetrics(Func<int> backends, Func<long> packets)
    {
        _meter.CreateObservableGauge(
            "selvedge_balancer_backends_count", backends, "{backend}",
            "Backends that new flows of this balancer go to.");
        _meter.CreateObservableCounter(
            "selvedge_balancer_packets_total", packets, "{packet}", "Packets that this balancer sent to backends.");
        _changes = _meter.CreateCounter<long>(
            "selvedge_balancer_changes_total", "{change}", "Transactions for the kernel's table, by outcome.");
        _slots = _meter.CreateCounter<long>(
            "selvedge_balancer_slots_changed_total", "{slot}", "Slots that were given to another backend.");
        _misread = _meter.CreateCounter<long>(
            "selvedge_balancer_misread_total", "{listing}", "Listings of nft that could not be read, by reason.");
    }

    /// <summary>A transaction ended.</summary>
    public void Changed(bool isGood) =>
        _changes.Add(1, new KeyValuePair<string, object?>("outcome", isGood ? "done" : "refused"));

    /// <summary>Slots have another backend now.</summary>
    public void Moved(int slots) => _slots.Add(slots);

    /// <summary>A listing could not be read.</summary>
    public void Misread(NftProblem problem) =>
        _misread.Add(1, new KeyValuePair<string, object?>("reason", problem.ToString()));

    /// <summary>Takes the instruments away.</summary>
    public void Dispose() => _meter.Dispose();
}
