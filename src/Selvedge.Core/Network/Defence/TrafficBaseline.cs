namespace Selvedge.Core.Network.Defence;

/// <summary>What is usual at one target: how many packets, and what they are like.</summary>
/// <remarks>One writer, the detector.</remarks>
internal sealed class TrafficBaseline
{
    /// <summary>Enough that one in two hundred is seen; two minutes of a calm second's packets.</summary>
    private const int PacketsKept = 512;

    /// <summary>Of each second: a burst must not push out all that was learned.</summary>
    private const int PacketsTaken = 16;

    /// <summary>Fewer say less than what is known of traffic everywhere.</summary>
    private const int PacketsTrusted = 64;

    /// <summary>A second's part in the mean: a minute ago counts a twentieth.</summary>
    private const double Step = 0.05;

    private readonly PacketFeatures[] _packets = new PacketFeatures[PacketsKept];
    private int _count;
    private int _next;
    private bool _begun;

    /// <summary>Packets a second.</summary>
    public double PacketsPerSecond { get; private set; }

    /// <summary>What users' packets are like; where too few were seen, what they are like elsewhere.</summary>
    public IReadOnlyList<PacketFeatures> Packets(AttackTarget target) => _count >= PacketsTrusted
        ? new ArraySegment<PacketFeatures>(_packets, 0, _count)
        : [.. _packets.Take(_count), .. TypicalTraffic.To(target)];

    /// <summary>Learns from a second without an attack.</summary>
    public void Learn(double packetsPerSecond, IReadOnlyList<PacketFeatures> packets)
    {
        PacketsPerSecond += (packetsPerSecond - PacketsPerSecond) * (_begun ? Step : 1);
        _begun = true;
        var stride = Math.Max(1, packets.Count / PacketsTaken);
        for (var i = 0; i < packets.Count; i += stride)
        {
            _packets[_next] = packets[i];
            _next = (_next + 1) % PacketsKept;
            _count = Math.Max(_count, _next == 0 ? PacketsKept : _next);
        }
    }

    /// <summary>Learns that nothing came.</summary>
    public void Fade() => PacketsPerSecond *= 1 - Step;
}
