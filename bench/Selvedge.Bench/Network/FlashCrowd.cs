using System.Net;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Bench.Network;

/// <summary>Users of a replayed trace as the detector of attacks sees them: none of them is one.</summary>
internal static class FlashCrowd
{
    /// <summary>Packets that a request brings to a server: the handshake, the request, acknowledgements and the end.
    /// </summary>
    public const int PacketsPerRequest = 30;

    private const int Sampled = 200;
    private const int SecondsPerMinute = 60;
    private static readonly UInt128 Server = AddressSet.Number(IPAddress.Parse("198.18.0.1"));
    private static readonly (ushort Length, byte Flags)[] Kinds =
    [
        (60, 0x02), (52, 0x10), (52, 0x10), (52, 0x10), (380, 0x18), (52, 0x10), (52, 0x10), (52, 0x10), (52, 0x11),
        (52, 0x10),
    ];

    // A third of the users come through the proxies of a few large providers.
    private static readonly UInt128[] Proxies =
        [.. Enumerable.Range(0, 40).Select(i => (UInt128)(0x98A30000u + ((uint)i * 0x010301)))];

    /// <summary>Replays a trace, a look a minute.</summary>
    /// <param name="requests">Requests of each minute.</param>
    /// <param name="thresholds">The detector's.</param>
    /// <param name="seed">Of the packets.</param>
    /// <returns>Looks over the threshold, and attacks that a rule would have been made for.</returns>
    public static (int Looked, int Mitigated) Replay(
        IReadOnlyList<double> requests, DetectionThresholds thresholds, int seed)
    {
        var random = new Random(seed);
        var detector = new AttackDetector();
        var (looked, mitigated) = (0, 0);
        var packets = new PacketFeatures[Sampled];
        foreach (var minute in requests)
        {
            for (var i = 0; i < packets.Length; i++)
            {
                packets[i] = Packet(random);
            }

            var rate = minute / SecondsPerMinute * PacketsPerRequest;
            looked += rate >= thresholds.PacketsPerSecond ? 1 : 0;
            mitigated += detector.Look(new TrafficSample(packets, rate), thresholds, AddressSet.Empty, [])
                .Count(attack => attack.Filter is not null);
        }

        return (looked, mitigated);
    }

    private static PacketFeatures Packet(Random random)
    {
        var (length, flags) = Kinds[random.Next(Kinds.Length)];
        var source = random.Next(3) == 0
            ? Proxies[random.Next(Proxies.Length)] : (UInt128)(uint)random.NextInt64(0x01000000, 0xdf000000);
        return new PacketFeatures(
            Server, source, false, PacketFeatures.Tcp, (ushort)random.Next(1024, 65_536), 80,
            (ushort)(length == 380 ? random.Next(180, 600) : length), flags,
            (byte)(random.Next(2) == 0 ? random.Next(40, 64) : random.Next(100, 128)));
    }
}
