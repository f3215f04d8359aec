using System.Net;
using System.Net.Sockets;

namespace Selvedge.System.Tests.Circle;

/// <summary>A wire between a process and its server that can be cut: what was said waits, nobody is told.</summary>
internal sealed class CutWire : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _whole = new();

    public CutWire(IPEndPoint listen, IPEndPoint server)
    {
        _listener = new TcpListener(listen);
        _server = server;
        _listener.Start();
        _whole.SetResult();
        _accepting = AcceptAsync();
    }

    /// <summary>How many connections went over it.</summary>
    public int Connections { get; private set; }

    /// <summary>Nothing passes any more.</summary>
    public void Cut() => _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All passes again, first what waited.</summary>
    public void Heal() => _whole.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Heal();
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                open.Add(ConnectAsync(near));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ConnectAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(_server, _stop.Token);
                await Task.WhenAny(
                    PumpAsync(near.GetStream(), far.GetStream()), PumpAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception ended) when (ended is SocketException or OperationCanceledException)
            {
                // Either end is gone; so is the connection.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is var read and > 0)
            {
                await _whole.Task.WaitAsync(_stop.Token);
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end is gone; so is the connection.
        }
    }
}
