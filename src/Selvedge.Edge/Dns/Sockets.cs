using System.Net;
using System.Net.Sockets;

namespace Selvedge.Edge.Dns;

/// <summary>Opens the sockets of the server. Several sockets, of several processes too, share one address: the kernel
/// spreads queries over them (SO_REUSEPORT).</summary>
internal static class Sockets
{
    private const int SocketLevel = 1;
    private const int ReusePort = 15;
    private const int LevelIPv4 = 0;
    private const int PacketInfoIPv4 = 8;
    private const int LevelIPv6 = 41;
    private const int PacketInfoIPv6 = 49;

    /// <summary>A bound socket for packets; a blocked receive ends after <see cref="Limits.WakeEvery"/>.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    internal static Socket OpenUdp(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            SetOne(socket, SocketLevel, ReusePort);
            socket.ReceiveBufferSize = Limits.SocketBufferBytes;
            socket.SendBufferSize = Limits.SocketBufferBytes;
            socket.ReceiveTimeout = (int)Limits.WakeEvery.TotalMilliseconds;
            if (IsEveryAddress(endPoint))
            {
                var isIPv4 = endPoint.AddressFamily == AddressFamily.InterNetwork;
                SetOne(socket, isIPv4 ? LevelIPv4 : LevelIPv6, isIPv4 ? PacketInfoIPv4 : PacketInfoIPv6);
            }

            socket.Bind(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A listening socket for connections.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    internal static Socket OpenTcp(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SetOne(socket, SocketLevel, ReusePort);
            socket.Bind(endPoint);
            socket.Listen(Limits.ListenBacklog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an end point stands for every address of the machine.</summary>
    internal static bool IsEveryAddress(IPEndPoint endPoint) =>
        endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any);

    private static void SetOne(Socket socket, int level, int option) =>
        socket.SetRawSocketOption(level, option, BitConverter.GetBytes(1));
}
