namespace Selvedge.Wire.Dns;

/// <summary>What a query says; the name itself stays in the packet, at <see cref="DnsLimits.HeaderBytes"/>.</summary>
public record struct DnsQueryView
{
    /// <summary>The header.</summary>
    public DnsHeader Header { get; internal set; }

    /// <summary>The length of the name asked for, with its final zero; 0 where there is no question.</summary>
    public int NameBytes { get; internal set; }

    /// <summary>The type asked for.</summary>
    public DnsType Type { get; internal set; }

    /// <summary>The class asked for.</summary>
    public DnsClass Class { get; internal set; }

    /// <summary>Whether there is an OPT record.</summary>
    public bool HasEdns { get; internal set; }

    /// <summary>The largest response that the client takes over UDP, as it says itself.</summary>
    public ushort UdpBytes { get; internal set; }

    /// <summary>The EDNS version.</summary>
    public byte EdnsVersion { get; internal set; }

    /// <summary>DO: the client wants signatures (RFC 3225).</summary>
    public bool DnssecOk { get; internal set; }

    /// <summary>Whether there is a client subnet.</summary>
    public bool HasSubnet { get; internal set; }

    /// <summary>The client subnet.</summary>
    public ClientSubnet Subnet { get; internal set; }

    /// <summary>Where the question ends; <see cref="DnsLimits.HeaderBytes"/> where it could not be read.</summary>
    public readonly int QuestionEnd => DnsLimits.HeaderBytes + (NameBytes == 0 ? 0 : NameBytes + 4);

    /// <summary>The most bytes a response over UDP may have: what the client takes, within our own limits.</summary>
    public readonly int UdpLimit =>
        HasEdns ? Math.Clamp((int)UdpBytes, DnsLimits.UdpBytesMin, DnsLimits.UdpBytesMax) : DnsLimits.UdpBytesMin;
}
