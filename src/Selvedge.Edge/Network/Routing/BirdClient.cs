using System.Net.Sockets;
using System.Text;
using Selvedge.Wire.Bird;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Asks BIRD through its control socket; connects when it is asked the first time, and again after a failure.
/// One question at a time.</summary>
internal sealed class BirdClient(string path, TimeProvider time) : IDisposable
{
    private readonly byte[] _buffer = new byte[16384];
    private Socket? _socket;
    private BirdReplyReader _reader = new();

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="BirdException">There is no answer, or none that can be read. That BIRD refused is an
    /// answer.</exception>
    public async Task<BirdReply> AskAsync(string command, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), bounded, Limits.CommandTimeout,
            Timeout.InfiniteTimeSpan);
        try
        {
            var socket = _socket ?? await ConnectAsync(bounded.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes(command + "\n"), bounded.Token);
            return await ReceiveAsync(socket, bounded.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            Dispose();
            throw new BirdException(
                BirdException.Silent, $"BIRD does not answer within {Limits.CommandTimeout.TotalSeconds} s.", late);
        }
        catch (SocketException error)
        {
            Dispose();
            throw new BirdException(
                BirdException.Unreachable, $"BIRD's control socket {path} does not work: {error.Message}.", error);
        }
        catch (Exception)
        {
            // Half an answer may be under way: the next question would read it.
            Dispose();
            throw;
        }
    }

    /// <summary>Closes the connection; the next question opens another one.</summary>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket = socket;
        _reader = new BirdReplyReader();
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        // It greets first.
        await ReceiveAsync(socket, cancellation);
        return socket;
    }

    private async Task<BirdReply> ReceiveAsync(Socket socket, CancellationToken cancellation)
    {
        BirdReply reply;
        while (!_reader.TryRead(out reply))
        {
            var length = await socket.ReceiveAsync(_buffer, cancellation);
            if (length == 0)
            {
                throw new BirdException(BirdException.Unreachable, "BIRD closed its control socket.");
            }

            if (!_reader.TryTake(_buffer.AsSpan(0, length)))
            {
                throw new BirdException(
                    BirdException.Malformed, $"BIRD's answer cannot be read: {_reader.Problem}.");
            }
        }

        return reply;
    }
}
