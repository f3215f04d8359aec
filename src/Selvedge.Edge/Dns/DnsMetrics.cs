using System.Diagnostics.Metrics;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>The metrics of the server, read from the readers' tallies when somebody asks.</summary>
internal sealed class DnsMetrics : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly TablePublisher _publisher;
    private readonly Histogram<double> _buildSeconds;
    private long _nameCount;
    private long _tableBytes;

    /// <summary>Registers them.</summary>
    internal DnsMetrics(TablePublisher publisher, ConnectionCount connections)
    {
        _publisher = publisher;
        _meter.CreateObservableCounter(
            "selvedge_dns_queries_total", Queries, description: "Answered queries by type, rcode and transport.");
        _meter.CreateObservableCounter(
            "selvedge_dns_drops_total", Drops, description: "Packets and connections without an answer, by reason.");
        _meter.CreateObservableCounter(
            "selvedge_dns_faults_total", Faults, description: "Malformed queries by what is wrong with them.");
        _meter.CreateObservableGauge(
            "selvedge_dns_tcp_connections_count", () => connections.Open, description: "Open TCP connections.");
        _meter.CreateObservableGauge(
            "selvedge_dns_names_count", () => Volatile.Read(ref _nameCount), description: "Names in the table.");
        _meter.CreateObservableGauge(
            "selvedge_dns_table_bytes", () => Volatile.Read(ref _tableBytes), description: "Memory of the table.");
        _buildSeconds = _meter.CreateHistogram<double>(
            "selvedge_dns_build_seconds", description: "Time from a snapshot or verdict table to its publication.");
    }

    /// <summary>A table was published.</summary>
    internal void Published(NameTable names, TimeSpan took)
    {
        Volatile.Write(ref _nameCount, names.NameCount);
        Volatile.Write(ref _tableBytes, names.Bytes);
        _buildSeconds.Record(took.TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private List<Measurement<long>> Queries()
    {
        var tallies = _publisher.Tallies();
        var found = new List<Measurement<long>>();
        for (var type = 0; type < QueryTally.TypeNames.Length; type++)
        {
            for (var rcode = 0; rcode < QueryTally.RcodeNames.Length; rcode++)
            {
                for (var transport = 0; transport < QueryTally.TransportNames.Length; transport++)
                {
                    var sum = tallies.Sum(tally => tally.Queries(type, rcode, transport));
                    if (sum > 0)
                    {
                        found.Add(new Measurement<long>(
                            sum,
                            new("type", QueryTally.TypeNames[type]),
                            new("rcode", QueryTally.RcodeNames[rcode]),
                            new("transport", QueryTally.TransportNames[transport])));
                    }
                }
            }
        }

        return found;
    }

    private IEnumerable<Measurement<long>> Drops()
    {
        var tallies = _publisher.Tallies();
        return Enum.GetValues<DropReason>().Select(reason => new Measurement<long>(
            tallies.Sum(tally => tally.Drops(reason)), new KeyValuePair<string, object?>("reason", reason.ToString())));
    }

    private IEnumerable<Measurement<long>> Faults()
    {
        var tallies = _publisher.Tallies();
        return Enum.GetValues<DnsQueryFault>()
            .Where(fault => fault != DnsQueryFault.None)
            .Select(fault => new Measurement<long>(
                tallies.Sum(tally => tally.Faults(fault)),
                new KeyValuePair<string, object?>("reason", fault.ToString())));
    }
}
