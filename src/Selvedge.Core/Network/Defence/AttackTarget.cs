namespace Selvedge.Core.Network.Defence;

/// <summary>Where packets of one kind go.</summary>
/// <param name="Destination">The address; IPv4 in the lowest 32 bits.</param>
/// <param name="IsIPv6">Of which family it is.</param>
/// <param name="Protocol">As IANA numbers it.</param>
public readonly record struct AttackTarget(UInt128 Destination, bool IsIPv6, byte Protocol)
{
    /// <summary>Of a packet.</summary>
    public static AttackTarget Of(in PacketFeatures packet) => new(packet.Destination, packet.IsIPv6, packet.Protocol);
}
