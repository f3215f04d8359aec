using System.Diagnostics.Metrics;

namespace Selvedge.Edge.Node;

/// <summary>The instruments of a node's dealings with the fabric.</summary>
internal static class NodeMetrics
{
    private static readonly Meter Meter = new("Selvedge");

    /// <summary>Snapshots put in force.</summary>
    public static readonly Counter<long> Snapshots = Meter.CreateCounter<long>("selvedge_node_snapshots_total");

    /// <summary>Sections, and whole manifests, refused.</summary>
    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>("selvedge_node_refusals_total");

    /// <summary>Times that the disk refused to take what the node serves from.</summary>
    public static readonly Counter<long> Unkept = Meter.CreateCounter<long>("selvedge_node_unkept_total");

    /// <summary>Messages thrown away, by <c>kind</c>.</summary>
    public static readonly Counter<long> Dropped = Meter.CreateCounter<long>("selvedge_node_dropped_total");

    /// <summary>Purges applied.</summary>
    public static readonly Counter<long> Purges = Meter.CreateCounter<long>("selvedge_node_purges_total");

    /// <summary>Times that the whole cache was emptied because purges were missed for good.</summary>
    public static readonly Counter<long> Flushes = Meter.CreateCounter<long>("selvedge_node_flushes_total");

    /// <summary>Times that the process stood still.</summary>
    public static readonly Counter<long> Stalls = Meter.CreateCounter<long>("selvedge_node_stalls_total");

    public static void Drop(string kind) => Dropped.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
