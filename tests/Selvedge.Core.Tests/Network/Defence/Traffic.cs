using System.Net;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Core.Tests.Network.Defence;

/// <summary>Packets of users and of attackers, by a seed.</summary>
internal sealed class Traffic(int seed)
{
    public static readonly UInt128 Victim = AddressSet.Number(IPAddress.Parse("198.18.0.1"));

    private static readonly (ushort Length, byte Flags)[] Kinds =
        [(60, 0x02), (52, 0x10), (52, 0x10), (400, 0x18), (52, 0x10), (1500, 0x10), (52, 0x11)];

    private readonly Random _random = new(seed);

    /// <summary>Users of a web site: many networks, ports and systems.</summary>
    public IEnumerable<PacketFeatures> Users(int count) => Enumerable.Range(0, count).Select(_ =>
    {
        var (length, flags) = Kinds[_random.Next(Kinds.Length)];
        return Packet() with
        {
            Length = (ushort)(length == 400 ? _random.Next(200, 900) : length),
            TcpFlags = flags,
            DestinationPort = (ushort)(_random.Next(10) == 0 ? 80 : 443),
            SourcePort = (ushort)_random.Next(1024, 65_536),
            Ttl = (byte)(_random.Next(2) == 0 ? _random.Next(40, 64) : _random.Next(100, 128)),
        };
    });

    /// <summary>SYNs without options from everywhere, as tools send them.</summary>
    public IEnumerable<PacketFeatures> Syns(int count) => Enumerable.Range(0, count).Select(_ => Packet() with
    {
        Length = 40,
        TcpFlags = 0x02,
        DestinationPort = 443,
        SourcePort = (ushort)_random.Next(1024, 65_536),
        Ttl = (byte)_random.Next(30, 255),
    });

    /// <summary>Answers of open resolvers.</summary>
    public IEnumerable<PacketFeatures> Amplified(int count) => Enumerable.Range(0, count).Select(_ => Packet() with
    {
        Protocol = PacketFeatures.Udp,
        Length = (ushort)_random.Next(1100, 1500),
        SourcePort = 53,
        DestinationPort = (ushort)_random.Next(1024, 65_536),
        Ttl = (byte)_random.Next(40, 64),
    });

    /// <summary>One network that asks for much.</summary>
    public IEnumerable<PacketFeatures> OneNetwork(int count) => Users(count).Select(packet => packet with
    {
        Source = AddressSet.Number(IPAddress.Parse("81.2.69.0")) + (uint)_random.Next(256),
    });

    private PacketFeatures Packet() => new(
        Victim, (UInt128)(uint)_random.NextInt64(0x01000000, 0xdf000000), false, PacketFeatures.Tcp, 0, 0, 60, 0, 57);
}
