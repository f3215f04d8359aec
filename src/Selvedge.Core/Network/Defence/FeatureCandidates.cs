using System.Globalization;

namespace Selvedge.Core.Network.Defence;

/// <summary>What many packets of a sample have in common, one list a feature. Pure.</summary>
internal static class FeatureCandidates
{
    /// <summary>Values of one feature that are tried: an attack that needs the third is none that one filter meets.
    /// </summary>
    private const int ValuesTried = 2;

    /// <summary>A range of lengths holds all but so many at either end, so that users among them do not stretch it.
    /// </summary>
    private const double LengthsLeftOut = 0.1;

    private static readonly int[] SourcesV4 = [32, 24, 16];
    private static readonly int[] SourcesV6 = [64, 48, 32];

    /// <summary>The candidates, by feature; of each feature a filter takes one or none.</summary>
    public static IReadOnlyList<IReadOnlyList<FeatureCandidate>> Of(
        AttackTarget target, IReadOnlyList<PacketFeatures> packets)
    {
        List<IReadOnlyList<FeatureCandidate>> features =
        [
            [.. Top(packets, packet => packet.Ttl, ValuesTried).Select(ttl => new FeatureCandidate(
                packet => packet.Ttl == ttl, filter => filter with { Ttl = ttl }))],
            Lengths(packets),
            Sources(target, packets),
        ];
        if (target.Protocol is PacketFeatures.Tcp or PacketFeatures.Udp)
        {
            features.Add([.. Top(packets, packet => packet.DestinationPort, ValuesTried).Select(port =>
                new FeatureCandidate(
                    packet => packet.DestinationPort == port, filter => filter with { Ports = [port] }))]);
            features.Add([.. Top(packets, packet => packet.SourcePort, ValuesTried).Select(port =>
                new FeatureCandidate(
                    packet => packet.SourcePort == port, filter => filter with { SourcePorts = [port] }))]);
        }

        if (target.Protocol == PacketFeatures.Tcp)
        {
            features.Add([.. Top(packets, packet => packet.TcpFlags, ValuesTried).Select(flags =>
                new FeatureCandidate(
                    packet => packet.TcpFlags == flags,
                    filter => filter with { TcpFlags = TcpFlagBits.Write(flags, TcpFlagBits.Judged) }))]);
        }

        return features;
    }

    private static List<FeatureCandidate> Lengths(IReadOnlyList<PacketFeatures> packets)
    {
        var found = Top(packets, packet => packet.Length, ValuesTried)
            .Select(length => Length(length, length)).ToList();
        var sorted = packets.Select(packet => packet.Length).Order().ToList();
        var cut = (int)(sorted.Count * LengthsLeftOut);
        if (sorted.Count > 0)
        {
            found.Add(Length(sorted[cut], sorted[^(cut + 1)]));
        }

        return found;
    }

    private static FeatureCandidate Length(ushort shortest, ushort longest) => new(
        packet => packet.Length >= shortest && packet.Length <= longest,
        filter => filter with { LengthMin = shortest, LengthMax = longest });

    private static List<FeatureCandidate> Sources(AttackTarget target, IReadOnlyList<PacketFeatures> packets)
    {
        var found = new List<FeatureCandidate>();
        foreach (var length in target.IsIPv6 ? SourcesV6 : SourcesV4)
        {
            var shift = (target.IsIPv6 ? 128 : 32) - length;
            found.AddRange(Top(packets, packet => packet.Source >> shift, 1).Select(network => new FeatureCandidate(
                packet => packet.Source >> shift == network,
                filter => filter with { Source = Prefix(network << shift, target.IsIPv6, length) })));
        }

        return found;
    }

    /// <summary>Writes a prefix.</summary>
    public static string Prefix(UInt128 address, bool isIPv6, int length)
    {
        var bytes = new byte[isIPv6 ? 16 : 4];
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            bytes[i] = (byte)(address & 0xff);
            address >>= 8;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{new System.Net.IPAddress(bytes)}/{length}");
    }

    private static IEnumerable<T> Top<T>(
        IReadOnlyList<PacketFeatures> packets, Func<PacketFeatures, T> feature, int most)
        where T : notnull => packets.GroupBy(feature)
        .OrderByDescending(group => group.Count()).Take(most).Select(group => group.Key);
}
