namespace Selvedge.Wire.Dns;

/// <summary>Types of records and questions (IANA). Any other number is a type, too (RFC 3597).</summary>
public enum DnsType
{
    /// <summary>No type; never on the wire.</summary>
    None = 0,

    /// <summary>An IPv4 address (RFC 1035).</summary>
    A = 1,

    /// <summary>A name server (RFC 1035).</summary>
    NS = 2,

    /// <summary>The canonical name (RFC 1035).</summary>
    CNAME = 5,

    /// <summary>The start of a zone (RFC 1035).</summary>
    SOA = 6,

    /// <summary>Host information (RFC 1035); the answer to ANY (RFC 8482).</summary>
    HINFO = 13,

    /// <summary>A mail exchanger (RFC 1035).</summary>
    MX = 15,

    /// <summary>Text (RFC 1035).</summary>
    TXT = 16,

    /// <summary>An IPv6 address (RFC 3596).</summary>
    AAAA = 28,

    /// <summary>EDNS (RFC 6891); never asked for.</summary>
    OPT = 41,

    /// <summary>A transaction key (RFC 2930).</summary>
    TKEY = 249,

    /// <summary>A transaction signature (RFC 8945).</summary>
    TSIG = 250,

    /// <summary>An incremental transfer (RFC 1995).</summary>
    IXFR = 251,

    /// <summary>A zone transfer (RFC 5936).</summary>
    AXFR = 252,

    /// <summary>Any type (RFC 8482).</summary>
    ANY = 255,

    /// <summary>Which certificate authorities may issue (RFC 8659).</summary>
    CAA = 257,
}
