using System.Net;
using System.Net.Sockets;
using System.Text;
using Selvedge.Core.Network.Routing;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Asks the node's own HTTP five times a second, on a new connection each time, as a user would.</summary>
/// <param name="at">Where; null: nothing is asked, and all is well.</param>
/// <param name="time">For waits.</param>
internal sealed class LocalProbe(IPEndPoint? at, TimeProvider time)
{
    // A service of its own that fails says so with these; a name that it does not know (4xx) is none of its failures.
    private const int ServerError = 500;

    private readonly Lock _lock = new();
    private LocalCheck _check = at is null ? new LocalCheck(false, int.MaxValue, "") : new LocalCheck(false, 0, "");
    private int _failures;

    /// <summary>Raised when it failed, or failed no more.</summary>
    public event Action? Changed;

    /// <summary>How it is.</summary>
    public LocalCheck Check
    {
        get
        {
            lock (_lock)
            {
                return _check;
            }
        }
    }

    /// <summary>Asks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (at is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            return;
        }

        using var timer = new PeriodicTimer(Limits.CheckInterval, time);
        do
        {
            Take(await AskAsync(at, cancellation));
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private void Take(string? failure)
    {
        bool changed;
        lock (_lock)
        {
            _failures = failure is null ? 0 : _failures + 1;
            var failed = _failures >= Limits.FailuresMax;
            changed = failed != _check.Failed;
            _check = failure is null
                ? new LocalCheck(false, _check.GoodInRow + 1, "")
                : new LocalCheck(failed, 0, failure);
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    // Null: it answers.
    private async Task<string?> AskAsync(IPEndPoint endpoint, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), bounded, Limits.CheckTimeout,
            Timeout.InfiniteTimeSpan);
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint, bounded.Token);
            await socket.SendAsync(
                Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {endpoint}\r\nConnection: close\r\n\r\n"),
                bounded.Token);
            return Judge(endpoint, await ReadStatusAsync(socket, bounded.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"The node's own service at {endpoint} does not answer within "
                + $"{Limits.CheckTimeout.TotalMilliseconds} ms.";
        }
        catch (SocketException error)
        {
            return $"The node's own service at {endpoint} is not reached: {error.Message}.";
        }
    }

    // HTTP/1.1 200
    private static async Task<string> ReadStatusAsync(Socket socket, CancellationToken cancellation)
    {
        var buffer = new byte[12];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static string? Judge(IPEndPoint endpoint, string status) =>
        status is not ['H', 'T', 'T', 'P', '/', '1', '.', _, ' ', var first, _, _] ? $"{endpoint} does not speak HTTP."
        : (first - '0') * 100 >= ServerError ? $"The node's own service at {endpoint} answers {status[9..]}."
        : null;
}
