using System.Diagnostics.Metrics;

namespace Selvedge.Control.Placement;

/// <summary>What placement counts.</summary>
internal sealed class PlacementMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly Counter<long> _plans;
    private readonly Counter<long> _moves;
    private readonly Histogram<double> _duration;

    public PlacementMetrics()
    {
        _plans = _meter.CreateCounter<long>(
            "selvedge_placement_plans_total", description: "Plans made, by outcome: planned, conflict or problem.");
        _moves = _meter.CreateCounter<long>(
            "selvedge_placement_moves_total", description: "Places put in, taken out and left, by move.");
        _duration = _meter.CreateHistogram<double>(
            "selvedge_placement_plan_duration_seconds", "s", "Time that one plan took.");
    }

    public void Dispose() => _meter.Dispose();

    public void Planned(string outcome, TimeSpan took)
    {
        _plans.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _duration.Record(took.TotalSeconds);
    }

    public void Moved(string move, int count) =>
        _moves.Add(count, new KeyValuePair<string, object?>("move", move));
}
