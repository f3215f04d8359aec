using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>What one reader has counted. Written by its one thread without a lock, read by the metrics at any time.
/// </summary>
internal sealed class QueryTally
{
    /// <summary>The types counted by name; the last stands for all others.</summary>
    internal static readonly string[] TypeNames =
        ["A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "CAA", "ANY", "other"];

    /// <summary>The response codes, as metric labels.</summary>
    internal static readonly string[] RcodeNames =
        ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "BADVERS"];

    /// <summary>The transports, as metric labels.</summary>
    internal static readonly string[] TransportNames = ["udp", "tcp"];

    private readonly long[] _queries = new long[TypeNames.Length * RcodeNames.Length * TransportNames.Length];
    private readonly long[] _faults = new long[Enum.GetValues<DnsQueryFault>().Length];
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];

    /// <summary>Which of the equally good orders comes next.</summary>
    internal uint Turn { get; set; }

    /// <summary>Counts an answer.</summary>
    internal void Answered(DnsType type, DnsRcode rcode, DnsTransport transport) =>
        _queries[QueryIndex(TypeIndex(type), RcodeIndex(rcode), (int)transport)]++;

    /// <summary>Counts a malformed query, whether it was answered or not.</summary>
    internal void Faulty(DnsQueryFault fault) => _faults[(int)fault]++;

    /// <summary>Counts a packet without an answer.</summary>
    internal void Dropped(DropReason reason) => _drops[(int)reason]++;

    /// <summary>How many answers of one kind.</summary>
    internal long Queries(int type, int rcode, int transport) =>
        Volatile.Read(ref _queries[QueryIndex(type, rcode, transport)]);

    /// <summary>How many faults of one kind.</summary>
    internal long Faults(DnsQueryFault fault) => Volatile.Read(ref _faults[(int)fault]);

    /// <summary>How many drops of one kind.</summary>
    internal long Drops(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    /// <summary>Adds what another has counted; for the sum of readers that have left.</summary>
    internal void Add(QueryTally other)
    {
        Add(_queries, other._queries);
        Add(_faults, other._faults);
        Add(_drops, other._drops);
    }

    private static void Add(long[] into, long[] from)
    {
        for (var index = 0; index < into.Length; index++)
        {
            into[index] += from[index];
        }
    }

    private static int QueryIndex(int type, int rcode, int transport) =>
        (((type * RcodeNames.Length) + rcode) * TransportNames.Length) + transport;

    private static int RcodeIndex(DnsRcode rcode) => rcode == DnsRcode.BadVers ? RcodeNames.Length - 1 : (int)rcode;

    private static int TypeIndex(DnsType type) => type switch
    {
        DnsType.A => 0,
        DnsType.NS => 1,
        DnsType.CNAME => 2,
        DnsType.SOA => 3,
        DnsType.MX => 4,
        DnsType.TXT => 5,
        DnsType.AAAA => 6,
        DnsType.CAA => 7,
        DnsType.ANY => 8,
        _ => 9,
    };
}
