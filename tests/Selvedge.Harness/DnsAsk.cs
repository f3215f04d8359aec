using System.Net;
using System.Net.Sockets;
using Selvedge.Wire.Dns;

namespace Selvedge.Harness;

/// <summary>Asks one DNS question over UDP, from a new port each time, as a resolver would.</summary>
public static class DnsAsk
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    private static int _id;

    /// <summary>The addresses that a name has for a client, in the answer's order; null where no answer came in
    /// time.</summary>
    /// <param name="server">Whom to ask.</param>
    /// <param name="name">The hostname.</param>
    /// <param name="clientNetwork">The client's /24, told by client subnet (RFC 7871); null: ours.</param>
    public static async Task<IReadOnlyList<IPAddress>?> AddressesAsync(
        IPEndPoint server, string name, string? clientNetwork = null)
    {
        ClientSubnet? subnet = clientNetwork is not null
            && ClientSubnet.TryCreate(IPAddress.Parse(clientNetwork), 24, out var told) ? told : null;
        var message = await MessageAsync(server, new DnsQuery(name, DnsType.A) { Subnet = subnet });
        return message is null
            ? null
            : [.. message.Answers.Where(record => record.Type == DnsType.A)
                .Select(record => new IPAddress(record.Data.Span))];
    }

    /// <summary>The whole answer; null where none came in time or it was malformed.</summary>
    public static async Task<DnsMessage?> MessageAsync(IPEndPoint server, DnsQuery query)
    {
        var id = unchecked((ushort)Interlocked.Increment(ref _id));
        if (!(query with { Id = id }).TryEncode(out var packet, out var fault))
        {
            throw new ArgumentException($"{query.Name} cannot be asked for: {fault}", nameof(query));
        }

        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var limit = new CancellationTokenSource(AnswerLimit);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            await socket.SendAsync(packet, limit.Token);
            var buffer = new byte[4096];
            var length = await socket.ReceiveAsync(buffer, limit.Token);
            return DnsMessage.TryDecode(buffer.AsSpan(0, length), out var message, out _) ? message : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
