using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>One connection: any number of queries, one after another or pipelined, each after its length (RFC 7766).
/// </summary>
internal sealed class TcpConnection(Socket socket, ReaderSlot reader, TimeProvider time) : IDisposable
{
    private const int LengthBytes = sizeof(ushort);
    private readonly byte[] _in = ArrayPool<byte>.Shared.Rent(LengthBytes + DnsLimits.QueryBytesMax);
    private readonly byte[] _out = ArrayPool<byte>.Shared.Rent(LengthBytes + DnsLimits.MessageBytesMax);

    /// <summary>Answers until the peer closes, idles, or sends what is no query.</summary>
    /// <exception cref="OperationCanceledException">Idle for too long, or stopped.</exception>
    /// <exception cref="SocketException">The peer has gone.</exception>
    internal async Task RunAsync(CancellationToken stopping)
    {
        socket.NoDelay = true;
        var peer = ClientAddress.From(((IPEndPoint)socket.RemoteEndPoint!).Address);
        using var idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, idle.Token);
        var held = 0;
        while (true)
        {
            idle.CancelAfter(Limits.ConnectionIdle);
            held = await ReadMessageAsync(held, either.Token);
            if (held == 0)
            {
                return;
            }

            while (TryMessage(held, out var bytes))
            {
                var answer = Answer(_in.AsSpan(LengthBytes, bytes), peer);
                if (answer == 0)
                {
                    return;
                }

                await SendAsync(LengthBytes + answer, either.Token);
                held -= LengthBytes + bytes;
                _in.AsSpan(LengthBytes + bytes, held).CopyTo(_in);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        ArrayPool<byte>.Shared.Return(_in);
        ArrayPool<byte>.Shared.Return(_out);
    }

    // Returns how many bytes are held, with at least one whole message among them; 0: the connection is over.
    private async Task<int> ReadMessageAsync(int held, CancellationToken cancellation)
    {
        while (!TryMessage(held, out var bytes))
        {
            if (bytes > DnsLimits.QueryBytesMax)
            {
                reader.Tally.Dropped(DropReason.TooLong);
                return 0;
            }

            var room = _in.AsMemory(held, LengthBytes + DnsLimits.QueryBytesMax - held);
            var received = await socket.ReceiveAsync(room, SocketFlags.None, cancellation);
            if (received == 0)
            {
                return 0;
            }

            held += received;
        }

        return held;
    }

    private bool TryMessage(int held, out int bytes)
    {
        bytes = held < LengthBytes ? 0 : BinaryPrimitives.ReadUInt16BigEndian(_in);
        return held >= LengthBytes && held - LengthBytes >= bytes;
    }

    private int Answer(ReadOnlySpan<byte> packet, in ClientAddress peer)
    {
        var response = _out.AsSpan(LengthBytes, DnsLimits.MessageBytesMax);
        var length = DnsEngine.Answer(reader.Enter(), packet, response, peer, DnsTransport.Tcp, reader.Tally);
        reader.Exit();
        BinaryPrimitives.WriteUInt16BigEndian(_out, (ushort)length);
        return length;
    }

    private async Task SendAsync(int bytes, CancellationToken cancellation)
    {
        for (var sent = 0; sent < bytes;)
        {
            sent += await socket.SendAsync(_out.AsMemory(sent, bytes - sent), SocketFlags.None, cancellation);
        }
    }
}
