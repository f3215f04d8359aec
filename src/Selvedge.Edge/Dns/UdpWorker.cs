using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Dns;

/// <summary>One thread with a socket of its own: takes a batch of packets, answers each, sends the answers.</summary>
/// <remarks>A failure ends the work on one packet, never the thread.</remarks>
internal sealed class UdpWorker : IDisposable
{
    private readonly Socket _socket;
    private readonly TablePublisher _publisher;
    private readonly ReaderSlot _reader;
    private readonly ILogger _logger;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly PacketBatch _batch;
    private readonly Thread _thread;

    /// <summary>Takes over a bound socket.</summary>
    internal UdpWorker(Socket socket, TablePublisher publisher, ILogger logger)
    {
        _socket = socket;
        _publisher = publisher;
        _logger = logger;
        _reader = publisher.Join();
        _batch = new PacketBatch(Sockets.IsEveryAddress((IPEndPoint)socket.LocalEndPoint!));
        _thread = new Thread(Run) { IsBackground = true, Name = "dns-udp" };
    }

    /// <summary>Starts the thread.</summary>
    internal void Start() => _thread.Start();

    /// <summary>Asks the thread to end; it does within <see cref="Limits.WakeEvery"/>.</summary>
    internal void RequestStop() => _stopping.Set();

    /// <summary>Waits for the thread to end, then closes the socket.</summary>
    public void Dispose()
    {
        RequestStop();
        if (_thread.ThreadState != ThreadState.Unstarted)
        {
            _thread.Join();
        }

        _publisher.Leave(_reader);
        _socket.Dispose();
        _batch.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        var socket = _socket.SafeHandle.DangerousGetHandle();
        while (!_stopping.IsSet)
        {
            try
            {
                RunBatch(socket);
            }
            catch (Exception error)
            {
                // Only a bug comes here. The reader must not hold the table while the thread recovers.
                _reader.Exit();
                _reader.Tally.Dropped(DropReason.Failure);
                Log.WorkerFailed(_logger, error);
                _stopping.Wait(Limits.FailurePause);
            }
        }
    }

    private void RunBatch(nint socket)
    {
        var count = _batch.Receive(socket);
        if (count < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is not (Libc.Again or Libc.Interrupted))
            {
                Log.ReceiveFailed(_logger, error);
                _stopping.Wait(Limits.FailurePause);
            }

            return;
        }

        var table = _reader.Enter();
        for (var index = 0; index < count; index++)
        {
            AnswerOne(table, index);
        }

        _reader.Exit();
        for (var failed = _batch.Send(socket); failed > 0; failed--)
        {
            _reader.Tally.Dropped(DropReason.SendFailed);
        }
    }

    private void AnswerOne(AnswerTable table, int index)
    {
        if (!_batch.TryPacket(index, out var packet))
        {
            _reader.Tally.Dropped(DropReason.TooLong);
            return;
        }

        try
        {
            var length = DnsEngine.Answer(
                table, packet, _batch.NextAnswer(), _batch.Peer(index), DnsTransport.Udp, _reader.Tally);
            if (length > 0)
            {
                _batch.Enqueue(index, length);
            }
        }
        catch (Exception error)
        {
            _reader.Tally.Dropped(DropReason.Failure);
            Log.QueryFailed(_logger, error, Convert.ToHexString(packet));
        }
    }
}
