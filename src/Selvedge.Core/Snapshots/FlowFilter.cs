using System.Collections.Immutable;

namespace Selvedge.Core.Snapshots;

/// <summary>Which packets a mitigation is about: all that is named has to fit.</summary>
public sealed record FlowFilter
{
    /// <summary>Of the Mitigation document.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where they go, CIDR inside the own prefixes; empty: any own address.</summary>
    public string Destination { get; init; } = "";

    /// <summary>Where they come from, CIDR; empty: anywhere.</summary>
    public string Source { get; init; } = "";

    /// <summary><c>tcp</c>, <c>udp</c>, <c>icmp</c>, or a number; empty: any.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Destination ports; empty: any.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary>Source ports; empty: any.</summary>
    public ImmutableArray<int> SourcePorts { get; init; } = [];

    /// <summary>The shortest packet, in bytes with its IP header; 0: any.</summary>
    public int LengthMin { get; init; }

    /// <summary>The longest packet; 0: any.</summary>
    public int LengthMax { get; init; }

    /// <summary>TCP flags that are set and flags that are looked at, as <c>syn/syn,ack</c>; empty: any.</summary>
    public string TcpFlags { get; init; } = "";

    /// <summary>The hops that are left, as packets arrive; 0: any. Flow specifications cannot say it.</summary>
    public int Ttl { get; init; }

    /// <summary>Null: all of them are dropped. Else so many a second pass.</summary>
    public long? PacketsPerSecond { get; init; }
}
