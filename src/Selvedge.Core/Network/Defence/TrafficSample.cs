namespace Selvedge.Core.Network.Defence;

/// <summary>What arrived in a while, by some packets of it.</summary>
/// <param name="Packets">Drawn evenly from all that arrived.</param>
/// <param name="PacketsPerSecond">How many arrived; each of <paramref name="Packets"/> stands for its share.</param>
public sealed record TrafficSample(IReadOnlyList<PacketFeatures> Packets, double PacketsPerSecond)
{
    /// <summary>The packets a second that one of them stands for.</summary>
    public double Weight => Packets.Count == 0 ? 0 : PacketsPerSecond / Packets.Count;
}
