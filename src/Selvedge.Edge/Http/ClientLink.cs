using System.Net.Sockets;

namespace Selvedge.Edge.Http;

/// <summary>A client's connection, which all of its requests share.</summary>
/// <param name="socket">The connection's.</param>
/// <param name="measure">See <see cref="HttpServerOptions.RoundTrip"/>.</param>
internal sealed class ClientLink(Socket socket, Func<Socket, TimeSpan?> measure)
{
    private int _taken;

    /// <summary>The round trip to the client, the first time that it is asked for; then null, as where it is not
    /// known.</summary>
    public TimeSpan? TakeRoundTrip() =>
        Volatile.Read(ref _taken) == 0 && Interlocked.Exchange(ref _taken, 1) == 0 ? measure(socket) : null;
}
