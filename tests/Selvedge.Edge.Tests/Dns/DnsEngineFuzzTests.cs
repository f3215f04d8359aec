using Selvedge.Edge.Dns;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Tests.Dns;

public sealed class DnsEngineFuzzTests
{
    private const int Packets = 100_000;
    private const byte Canary = 0xA5;
    private const int CanaryBytes = 64;

    private static readonly string[] Names =
    [
        "example.test", "www.example.test", "alias2.example.test", "loop1.example.test", "child.example.test",
        "big.example.test", "shop.example.test", "x.tenant.example.test", "a.wild.example.test", "no.such.org", ".",
        "x.nested.example.test", "shopalias.example.test", "_acme-challenge.shop.example.test",
    ];

    [Fact]
    public void Random_and_mutated_packets_are_dropped_or_get_a_well_formed_response_with_the_same_id()
    {
        const int Seed = 20241;
        var random = new Random(Seed);
        var table = TestWorld.Table();
        var tally = new QueryTally();
        var around = new byte[(2 * CanaryBytes) + DnsLimits.MessageBytesMax];
        var answered = 0;
        for (var round = 0; round < Packets; round++)
        {
            var packet = round % 4 == 0 ? Noise(random) : Mutated(random);
            var transport = round % 7 == 0 ? DnsTransport.Tcp : DnsTransport.Udp;
            var bytes = transport == DnsTransport.Tcp ? DnsLimits.MessageBytesMax : DnsLimits.UdpBytesMax;
            around.AsSpan(0, (2 * CanaryBytes) + bytes).Fill(Canary);
            var address = new ClientAddress(random.Next(2) == 0, new UInt128((ulong)random.NextInt64(), 0));
            var length = DnsEngine.Answer(
                table, packet, around.AsSpan(CanaryBytes, bytes), address, transport, tally);

            Assert.Equal(-1, around.AsSpan(0, CanaryBytes).IndexOfAnyExcept(Canary));
            Assert.Equal(-1, around.AsSpan(CanaryBytes + bytes, CanaryBytes).IndexOfAnyExcept(Canary));
            if (length == 0)
            {
                Assert.True(packet.Length < DnsLimits.HeaderBytes || (packet[2] & 0x80) != 0, Hex(packet));
                continue;
            }

            answered++;
            Assert.InRange(length, DnsLimits.HeaderBytes, bytes);
            Assert.True(
                DnsMessage.TryDecode(around.AsSpan(CanaryBytes, length), out var message, out var reason),
                $"{reason}, seed {Seed}, round {round}: {Hex(packet)}");
            Assert.Equal((packet[0] << 8) | packet[1], message.Header.Id);
            Assert.True(message.Header.IsResponse);
        }

        Assert.InRange(answered, Packets / 2, Packets);
    }

    private static byte[] Noise(Random random)
    {
        var packet = new byte[random.Next(0, 300)];
        random.NextBytes(packet);
        if (packet.Length > 12 && random.Next(2) == 0)
        {
            // Far enough to be parsed: a query with one question.
            (packet[2], packet[4], packet[5]) = ((byte)(packet[2] & 0x01), 0, 1);
            packet.AsSpan(6, 4).Clear();
        }

        return packet;
    }

    private static byte[] Mutated(Random random)
    {
        ClientSubnet.TryCreate(TestWorld.German, random.Next(0, 33), out var subnet);
        var query = new DnsQuery(Names[random.Next(Names.Length)], (DnsType)random.Next(1, 260))
        {
            Id = (ushort)random.Next(65536),
            UdpBytes = (ushort)(random.Next(3) == 0 ? 0 : random.Next(65536)),
            EdnsVersion = (byte)(random.Next(20) == 0 ? 1 : 0),
            Subnet = random.Next(2) == 0 ? subnet : null,
        };
        Assert.True(query.TryEncode(out var packet, out _));
        for (var change = random.Next(0, 4); change > 0; change--)
        {
            packet[random.Next(packet.Length)] = (byte)random.Next(256);
        }

        return random.Next(8) switch
        {
            0 => packet[..random.Next(packet.Length)],
            1 => [.. packet, .. packet[..random.Next(packet.Length)]],
            _ => packet,
        };
    }

    private static string Hex(byte[] packet) => Convert.ToHexString(packet);
}
