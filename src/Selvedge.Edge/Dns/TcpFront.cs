using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Dns;

/// <summary>Takes connections at one listening socket, up to a limit that all of them share.</summary>
internal sealed class TcpFront(
    Socket listener, TablePublisher publisher, ConnectionCount connections, TimeProvider time, ILogger logger)
{
    private readonly ReaderSlot _reader = publisher.Join();

    /// <summary>Accepts until cancelled, then waits for the open connections, which end as well.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        var open = new HashSet<Task>();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(stopping);
                open.RemoveWhere(task => task.IsCompleted);
                if (connections.TryOpen())
                {
                    open.Add(ServeAsync(socket, stopping));
                }
                else
                {
                    _reader.Tally.Dropped(DropReason.ConnectionLimit);
                    socket.Dispose();
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception error)
            {
                // Out of descriptors, for instance: connections that close will mend it.
                Log.AcceptFailed(logger, error);
                await Task.Delay(Limits.FailurePause, time, CancellationToken.None);
            }
        }

        listener.Dispose();
        await Task.WhenAll(open);
        publisher.Leave(_reader);
    }

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        var reader = publisher.Join();
        try
        {
            using var connection = new TcpConnection(socket, reader, time);
            await connection.RunAsync(stopping);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer went away, idled or was too slow: nothing to do, nobody to tell.
        }
        catch (Exception error)
        {
            reader.Tally.Dropped(DropReason.Failure);
            Log.ConnectionFailed(logger, error);
        }
        finally
        {
            reader.Exit();
            publisher.Leave(reader);
            connections.Close();
        }
    }
}
