using System.Net;
using System.Net.Sockets;

namespace Selvedge.Lab;

/// <summary>Answers every HTTP request with three bytes.</summary>
internal static class ServeCommand
{
    private static readonly byte[] Answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes"u8.ToArray();

    public static async Task<int> RunAsync(string address)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(IPEndPoint.Parse(address));
        listener.Listen(1024);
        Console.WriteLine("serves");
        while (true)
        {
            var connection = await listener.AcceptAsync();
            _ = Task.Run(() => AnswerAsync(connection));
        }
    }

    private static async Task AnswerAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                var buffer = new byte[1024];
                await connection.ReceiveAsync(buffer);
                await connection.SendAsync(Answer);
                connection.Shutdown(SocketShutdown.Send);
                await connection.ReceiveAsync(buffer);
            }
            catch (SocketException)
            {
                // The asker went away.
            }
        }
    }
}
