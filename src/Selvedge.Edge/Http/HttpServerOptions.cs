using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Selvedge.Core.Resources;

namespace Selvedge.Edge.Http;

/// <summary>How a node's HTTP edge runs.</summary>
public sealed record HttpServerOptions
{
    /// <summary>Where plain HTTP is served. Port 0 lets the system choose.</summary>
    public ImmutableArray<IPEndPoint> Http { get; init; } = [];

    /// <summary>Where HTTPS is served. Port 0 lets the system choose.</summary>
    public ImmutableArray<IPEndPoint> Https { get; init; } = [];

    /// <summary>The memory that stored responses may take, in bytes. The default is 256 MiB.</summary>
    public long CacheBytesMax { get; init; } = 256L << 20;

    /// <summary>The largest body that is stored, in bytes; larger ones stream through. The default is 32 MiB.</summary>
    public long ObjectBytesMax { get; init; } = 32L << 20;

    /// <summary>The longest wait for a connection to an origin, TLS included. The default is 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest silence within an origin's body. The default is 60 s.</summary>
    public TimeSpan BodyIdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where access log lines go: a file or standard output. Written by one writer only, and flushed whenever
    /// no line waits. Not disposed. Null: no access log.</summary>
    public Stream? AccessLog { get; init; }

    /// <summary>Whether the node knows every purge, as of the last second. Where false, hits are validated at the
    /// origin first: a process that was stopped for long must not serve what was purged meanwhile. Asked on every hit,
    /// so it must be cheap. The default always says yes.</summary>
    public Func<bool> MayServeFromCache { get; init; } = static () => true;

    /// <summary>Told of each request that a site serves, but for observers' own, with the client's address. Called on
    /// every request, so it must be cheap. The default does nothing.</summary>
    public Action<SiteId, IPAddress> Counted { get; init; } = static (_, _) => { };

    /// <summary>Told of the round trip to a client, by its address: once a connection, at its first request that
    /// counts. The default does nothing.</summary>
    public Action<IPAddress, TimeSpan> Measured { get; init; } = static (_, _) => { };

    /// <summary>Finds out the round trip of a connection; null: it is not known. Called once a connection. The default
    /// asks the kernel, and knows none of clients on this machine.</summary>
    public Func<Socket, TimeSpan?> RoundTrip { get; init; } = TcpRoundTrip.Of;
}
