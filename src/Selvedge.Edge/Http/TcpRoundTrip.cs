using System.Net;
using System.Net.Sockets;

namespace Selvedge.Edge.Http;

/// <summary>The round trip of a TCP connection, as the kernel knows it (<c>TCP_INFO</c>; Linux). One system
/// call.</summary>
internal static class TcpRoundTrip
{
    private const int LevelTcp = 6;
    private const int OptionInfo = 11;

    // In struct tcp_info of linux/tcp.h: it grows at its end only, and older kernels fill less of it.
    private const int SmoothedAt = 68;
    private const int LeastAt = 148;
    private const int InfoBytes = LeastAt + sizeof(uint);

    /// <summary>The round trip to the peer; null where the kernel knows none, and where the peer is this machine
    /// itself: what is on the loopback tells nothing of any region. Private addresses do count: whoever declares where
    /// they are has users there.</summary>
    public static TimeSpan? Of(Socket socket)
    {
        try
        {
            return OperatingSystem.IsLinux() && socket.RemoteEndPoint is IPEndPoint peer && !IsLoopback(peer.Address)
                ? Read(socket)
                : null;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The client is gone already.
            return null;
        }
    }

    /// <summary>The least round trip of the last minutes, which is the way's own, without what waits in queues; where
    /// the kernel does not tell it, the smoothed one.</summary>
    internal static TimeSpan? Read(Socket socket)
    {
        Span<byte> info = stackalloc byte[InfoBytes];
        var told = socket.GetRawSocketOption(LevelTcp, OptionInfo, info);
        return Microseconds(info[..told], LeastAt) ?? Microseconds(info[..told], SmoothedAt);
    }

    // The kernel's words for what it has not measured are 0 and all bits.
    private static TimeSpan? Microseconds(ReadOnlySpan<byte> info, int at) =>
        info.Length >= at + sizeof(uint) && BitConverter.ToUInt32(info[at..]) is > 0 and < uint.MaxValue and var value
            ? TimeSpan.FromMicroseconds(value)
            : null;

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
