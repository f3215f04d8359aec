using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Selvedge.System.Tests.Hostile;

/// <summary>Sends bytes and does not care what becomes of them.</summary>
internal static class Attacker
{
    private const int AtOnce = 16;

    // Long enough for a refusal to arrive; whoever waits for more is waited for no longer.
    private static readonly TimeSpan Attention = TimeSpan.FromMilliseconds(300);

    /// <summary>Datagrams, in order.</summary>
    public static async Task DatagramsAsync(IPEndPoint victim, IEnumerable<byte[]> packets)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(victim);
        foreach (var packet in packets)
        {
            try
            {
                await socket.SendAsync(packet);
            }
            catch (SocketException)
            {
                // Told of a closed port by an earlier one; the victim's health is asserted elsewhere.
            }
        }
    }

    /// <summary>One connection for each piece.</summary>
    public static Task StreamsAsync(IPEndPoint victim, IEnumerable<byte[]> pieces) => Parallel.ForEachAsync(
        pieces,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (piece, _) => await QuietlyAsync(async () =>
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(victim, CancellationToken.None);
            await SayAsync(tcp.GetStream(), piece);
        }));

    /// <summary>One connection for each piece, after a handshake.</summary>
    public static Task SecretStreamsAsync(
        IPEndPoint victim, string name, SslApplicationProtocol protocol, IEnumerable<byte[]> pieces) =>
        Parallel.ForEachAsync(
            pieces,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (piece, _) => await QuietlyAsync(async () =>
            {
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(victim, CancellationToken.None);
                await using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    ApplicationProtocols = [protocol],
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
                });
                await SayAsync(tls, piece);
            }));

    /// <summary>Connections that have begun to say something and never end: slowloris. They stay until
    /// disposed.</summary>
    public static async Task<IReadOnlyList<TcpClient>> HoldAsync(IPEndPoint victim, byte[] beginning, int count)
    {
        List<TcpClient> held = [];
        for (var connection = 0; connection < count; connection++)
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync(victim);
            await tcp.GetStream().WriteAsync(beginning);
            held.Add(tcp);
        }

        return held;
    }

    private static async Task SayAsync(Stream stream, byte[] piece)
    {
        using var attention = new CancellationTokenSource(Attention);
        await stream.WriteAsync(piece, attention.Token);
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, attention.Token) > 0)
        {
            // Whatever they say.
        }
    }

    private static async Task QuietlyAsync(Func<Task> attack)
    {
        try
        {
            await attack();
        }
        catch (Exception refused) when (refused is IOException or SocketException or AuthenticationException
            or OperationCanceledException)
        {
            // That is what they are for.
        }
    }
}
