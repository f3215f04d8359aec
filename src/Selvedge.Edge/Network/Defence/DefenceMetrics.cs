using System.Diagnostics.Metrics;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>The metrics of the defence.</summary>
internal sealed class DefenceMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _failures;

    /// <summary>Makes the instruments.</summary>
    public DefenceMetrics(DefenceCounts counts, DefenceSight sight, Func<MitigationBook> book)
    {
        _meter.CreateObservableCounter(
            "selvedge_defence_drops_total",
            () => counts.Drops.Select(drop => new Measurement<long>(
                drop.Value, new KeyValuePair<string, object?>("cause", drop.Key))),
            description: "Packets dropped at layers 3 and 4, by cause.");
        _meter.CreateObservableGauge(
            "selvedge_defence_mitigations_count",
            () => Enum.GetValues<MitigationState>().Select(state => new Measurement<int>(
                book().Mitigations.Count(mitigation => mitigation.State == state),
                new KeyValuePair<string, object?>("state", state.ToString()))),
            description: "Mitigations, by how far they are.");
        _meter.CreateObservableCounter(
            "selvedge_defence_sampled_packets_total", () => sight.Sampled,
            description: "Packets that were looked at.");
        _meter.CreateObservableCounter(
            "selvedge_defence_arrived_packets_total", () => sight.Arrived,
            description: "Packets that arrived at the defended interfaces.");
        _failures = _meter.CreateCounter<long>(
            "selvedge_defence_apply_failures_total",
            description: "Changes that the kernel did not take.");
    }

    /// <summary>The kernel did not take a change.</summary>
    public void Failed() => _failures.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
