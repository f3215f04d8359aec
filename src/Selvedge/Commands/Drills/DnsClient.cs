using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Selvedge.Wire.Dns;

namespace Selvedge.Commands.Drills;

/// <summary>Asks DNS servers as a resolver does that tells its client's network: one datagram from a new port each
/// time.</summary>
internal sealed class DnsClient(TimeProvider time)
{
    /// <summary>Servers beside us answer in less than a millisecond; a resolver would wait about as long as this before
    /// it asks the next.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    private int _id;

    /// <summary>The IPv4 addresses of a name, in the answer's order.</summary>
    /// <param name="server">Whom to ask.</param>
    /// <param name="name">The hostname.</param>
    /// <param name="client">For whom (RFC 7871); null: the sender.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null where no answer came, or none that says anything (SERVFAIL, REFUSED).</returns>
    public async Task<ImmutableArray<IPAddress>?> AddressesAsync(
        IPEndPoint server, string name, IPNetwork? client, CancellationToken cancellation)
    {
        ClientSubnet? subnet = client is { } network
            && ClientSubnet.TryCreate(network.BaseAddress, network.PrefixLength, out var told) ? told : null;
        var id = unchecked((ushort)Interlocked.Increment(ref _id));
        if (!new DnsQuery(name, DnsType.A) { Subnet = subnet, Id = id }.TryEncode(out var packet, out _))
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), limit, AnswerLimit, Timeout.InfiniteTimeSpan);
        try
        {
            using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server, limit.Token);
            await socket.SendAsync(packet, limit.Token);
            var buffer = new byte[DnsLimits.UdpBytesMax];
            var length = await socket.ReceiveAsync(buffer, limit.Token);
            return DnsMessage.TryDecode(buffer.AsSpan(0, length), out var message, out _)
                && message.Header.Id == id && message.Rcode is DnsRcode.NoError or DnsRcode.NXDomain
                    ?
                    [
                        .. message.Answers.Where(record => record.Type == DnsType.A)
                            .Select(record => new IPAddress(record.Data.Span)),
                    ]
                    : null;
        }
        catch (Exception error) when (
            error is SocketException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
