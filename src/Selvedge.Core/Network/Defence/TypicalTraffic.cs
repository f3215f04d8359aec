namespace Selvedge.Core.Network.Defence;

/// <summary>What users' packets are like anywhere: so that a node that has just begun tells an attack from them too.
/// </summary>
internal static class TypicalTraffic
{
    private const int Clients = 24;
    private const ushort EphemeralFirst = 32_768;
    private const uint ClientsFirst = 0x51000001;

    // Length and flags: one request in seven is a connection's first; most packets of a client acknowledge.
    private static readonly (ushort Length, byte Flags)[] OfTcp =
        [(60, 0x02), (52, 0x10), (52, 0x10), (569, 0x18), (52, 0x10), (140, 0x18), (52, 0x11)];

    // QUIC's first packets are long, its acknowledgements short; DNS queries are of any short length.
    private static readonly (ushort Length, byte Flags)[] OfUdp =
        [(1278, 0), (1228, 0), (73, 0), (61, 0), (68, 0), (75, 0), (112, 0)];

    private static readonly (ushort Length, byte Flags)[] OfOther = [(84, 0), (64, 0)];

    private static readonly byte[] HopsLeft = [44, 49, 52, 54, 57, 61, 108, 114, 119];

    /// <summary>A second of users at a target; none where the protocol carries no users.</summary>
    public static IEnumerable<PacketFeatures> To(AttackTarget target)
    {
        var (kinds, ports) = target.Protocol switch
        {
            PacketFeatures.Tcp => (OfTcp, new ushort[] { 80, 443 }),
            PacketFeatures.Udp => (OfUdp, [53, 443]),
            PacketFeatures.Icmp or PacketFeatures.IcmpV6 => (OfOther, [0]),
            _ => ([], [0]),
        };
        for (var client = 0; client < Clients; client++)
        {
            for (var i = 0; i < kinds.Length; i++)
            {
                var port = ports[client % ports.Length];
                yield return new PacketFeatures(
                    target.Destination, Source(client, target.IsIPv6), target.IsIPv6, target.Protocol,
                    port == 0 ? (ushort)0 : (ushort)(EphemeralFirst + client * 1361), port, kinds[i].Length,
                    kinds[i].Flags, HopsLeft[client % HopsLeft.Length]);
            }
        }
    }

    // Clients stand far apart: no prefix holds two of them.
    private static UInt128 Source(int client, bool isIPv6)
    {
        var network = (UInt128)(ClientsFirst + ((uint)client << 24));
        return isIPv6 ? (UInt128)0x2a00 << 112 | network << 64 | 1 : network;
    }
}
