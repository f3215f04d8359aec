namespace Selvedge.Edge.Dns;

/// <summary>How a query came. The names, in lower case, are metric labels.</summary>
internal enum DnsTransport
{
    /// <summary>In one packet.</summary>
    Udp,

    /// <summary>Over a connection.</summary>
    Tcp,
}
