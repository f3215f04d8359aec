namespace Selvedge.Wire.Dns;

/// <summary>How a query went (RFC 1035, section 4.1.1; RFC 6891 for 16).</summary>
public enum DnsRcode
{
    /// <summary>An answer, or none of this type.</summary>
    NoError = 0,

    /// <summary>The query is malformed.</summary>
    FormErr = 1,

    /// <summary>There is an answer, but it cannot be given now.</summary>
    ServFail = 2,

    /// <summary>The name does not exist.</summary>
    NXDomain = 3,

    /// <summary>The kind of query is not supported.</summary>
    NotImp = 4,

    /// <summary>Not a question for this server.</summary>
    Refused = 5,

    /// <summary>The EDNS version is not supported (RFC 6891, section 9).</summary>
    BadVers = 16,
}
