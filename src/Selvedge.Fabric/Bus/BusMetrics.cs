using System.Diagnostics.Metrics;

namespace Selvedge.Fabric.Bus;

/// <summary>The bus's instruments.</summary>
internal static class BusMetrics
{
    private static readonly Meter Meter = new("Selvedge");

    /// <summary>Messages thrown away, by <c>reason</c>.</summary>
    public static readonly Counter<long> Dropped = Meter.CreateCounter<long>("selvedge_bus_dropped_total");

    /// <summary>Times that the bus was reached, the first included.</summary>
    public static readonly Counter<long> Connected = Meter.CreateCounter<long>("selvedge_bus_connected_total");

    /// <summary>Operations that did not succeed.</summary>
    public static readonly Counter<long> Failed = Meter.CreateCounter<long>("selvedge_bus_failed_total");

    public static void Drop(string reason) => Dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
