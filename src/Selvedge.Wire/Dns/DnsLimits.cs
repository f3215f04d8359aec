namespace Selvedge.Wire.Dns;

/// <summary>The limits of DNS messages, each with its reason.</summary>
public static class DnsLimits
{
    /// <summary>The fixed part of every message (RFC 1035, section 4.1.1).</summary>
    public const int HeaderBytes = 12;

    /// <summary>A name on the wire with its final zero (RFC 1035, section 2.3.4).</summary>
    public const int NameBytesMax = 255;

    /// <summary>One label (RFC 1035, section 2.3.4).</summary>
    public const int LabelBytesMax = 63;

    /// <summary>What every client takes over UDP without EDNS (RFC 1035, section 2.3.4).</summary>
    public const int UdpBytesMin = 512;

    /// <summary>What we send and take over UDP at most: it passes every common path unfragmented (the DNS flag day
    /// of 2020: 1280 bytes of IPv6 less its headers).</summary>
    public const int UdpBytesMax = 1232;

    /// <summary>The two bytes of length before a message over TCP (RFC 1035, section 4.2.2) allow no more.</summary>
    public const int MessageBytesMax = 65535;

    /// <summary>What a query may take: a question, options and keys need far less, and more is an attack.</summary>
    public const int QueryBytesMax = 2048;

    /// <summary>An address in a client subnet option: IPv6 (RFC 7871, section 6).</summary>
    public const int SubnetAddressBytesMax = 16;

    /// <summary>The longest value a record may have in a document. A message must hold a whole RRset beside its
    /// question and options.</summary>
    public const int RecordSetBytesMax = 32768;
}
