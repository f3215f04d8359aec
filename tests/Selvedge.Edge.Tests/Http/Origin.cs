using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Selvedge.Edge.Tests.Http;

/// <summary>A scripted origin on a raw socket: says exactly the bytes that a test wants.</summary>
internal sealed class Origin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<OriginRequest, Stream, Task> _script;
    private int _connections;

    public Origin(Func<OriginRequest, Stream, Task> script)
    {
        _script = script;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Every request that came, in order.</summary>
    public ConcurrentQueue<OriginRequest> Requests { get; } = new();

    public int Connections => Volatile.Read(ref _connections);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>An origin that always answers with the fields and the body.</summary>
    public static Origin Saying(string fields, string body = "hello") =>
        new((_, stream) => stream.SayAsync(200, fields, body));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client, Interlocked.Increment(ref _connections));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        try
        {
            using var owned = client;
            client.NoDelay = true;
            var stream = client.GetStream();
            while (await OriginRequest.ReadAsync(stream, connection, _stop.Token) is { } request)
            {
                Requests.Enqueue(request);
                await _script(request, stream);
                if (request.Closes)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The edge hung up, or the test is over.
        }
    }
}
