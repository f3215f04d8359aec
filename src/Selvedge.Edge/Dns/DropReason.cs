namespace Selvedge.Edge.Dns;

/// <summary>Why a packet or connection got no answer. The names are metric labels.</summary>
internal enum DropReason
{
    /// <summary>It was no query; <see cref="Wire.Dns.DnsQueryFault"/> says why.</summary>
    NotAQuery,

    /// <summary>It was longer than any query.</summary>
    TooLong,

    /// <summary>The system would not send the answer.</summary>
    SendFailed,

    /// <summary>A bug ended the work on this query only.</summary>
    Failure,

    /// <summary>As many connections as may be were open.</summary>
    ConnectionLimit,
}
