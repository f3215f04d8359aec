using System.Net;

namespace Selvedge.Edge.Dns;

/// <summary>How the DNS server runs.</summary>
public sealed record DnsServerOptions
{
    /// <summary>Where it listens, each over UDP and TCP. Port 0 takes a free one, the same for both.</summary>
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    /// <summary>UDP threads for each end point; 1 to 128. The default is one a core.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>A country database in MaxMind's format (<c>.mmdb</c>); null for none. One that cannot be read is
    /// reported and left out: the server answers without it.</summary>
    public string? CountryDatabasePath { get; init; }
}
