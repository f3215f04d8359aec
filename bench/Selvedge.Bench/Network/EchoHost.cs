using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Selvedge.Bench.Network;

/// <summary>A backend of a lab that answers every line of TCP and every datagram with its own name.</summary>
internal static class EchoHost
{
    /// <summary>What makes the bench program one.</summary>
    public const string Verb = "--echo";

    /// <summary>Serves until it is killed.</summary>
    /// <param name="arguments">Its name, and the addresses with ports that it answers at.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var name = Encoding.UTF8.GetBytes(arguments[0] + "\n");
        await Task.WhenAll(arguments[1..].SelectMany(
            text => new[] { ServeAsync(IPEndPoint.Parse(text), name), AnswerAsync(IPEndPoint.Parse(text), name) }));
        return 0;
    }

    private static async Task ServeAsync(IPEndPoint place, byte[] name)
    {
        using var listener = new TcpListener(place);
        listener.Start(4096);
        while (true)
        {
            _ = SpeakAsync(await listener.AcceptTcpClientAsync(), name);
        }
    }

    private static async Task SpeakAsync(TcpClient client, byte[] name)
    {
        using (client)
        {
            var buffer = new byte[256];
            try
            {
                while (await client.GetStream().ReadAsync(buffer) > 0)
                {
                    await client.GetStream().WriteAsync(name);
                }
            }
            catch (IOException)
            {
                // The user has gone.
            }
        }
    }

    private static async Task AnswerAsync(IPEndPoint place, byte[] name)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveBufferSize = 1 << 22;
        socket.Bind(place);
        var buffer = new byte[256];
        while (true)
        {
            var received = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
            await socket.SendToAsync(name, received.RemoteEndPoint);
        }
    }
}
