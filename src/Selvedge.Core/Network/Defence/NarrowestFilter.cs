using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>Looks for the filter that drops most of an attack and next to nothing of what is usual. Pure.</summary>
/// <remarks>Every combination of candidates is tried: with six features of two or three values that is under two
/// thousand, and each is weighed on the few patterns that a sample has, not on its packets.</remarks>
internal static class NarrowestFilter
{
    /// <summary>The part of users' packets, and of their connections' first packets, that a filter may cost. More than
    /// one in twenty is noticed as an outage; less than one in fifty a sample of this size cannot tell from none.
    /// </summary>
    private const double LossMax = 0.05;

    /// <summary>Losses that differ by less are alike.</summary>
    private const double LossAlike = 0.005;

    /// <summary>What a narrower filter may cover less than the widest one: the attack's packets have all of its marks,
    /// and users' packets among them have not.</summary>
    private const double ShareAlike = 0.03;

    /// <summary>Finds it.</summary>
    /// <param name="target">Where the packets go; never the filter's only condition.</param>
    /// <param name="now">What goes there now.</param>
    /// <param name="usual">What goes there in calm, and so many a second.</param>
    /// <param name="share">Of the excess over the usual that it has to cover, 0 to 1.</param>
    /// <returns>The filter and its share of the excess; null: nothing tells the attack from users.</returns>
    public static (FlowFilter Filter, double Share)? Find(
        AttackTarget target, TrafficSample now, TrafficSample usual, double share)
    {
        var features = FeatureCandidates.Of(target, now.Packets);
        var candidates = features.SelectMany(feature => feature).ToList();
        var attacked = Patterns(now.Packets, candidates);
        var users = Patterns(usual.Packets, candidates);
        var connections = Patterns([.. usual.Packets.Where(packet => packet.IsSyn)], candidates);
        var excess = now.PacketsPerSecond - usual.PacketsPerSecond;
        var tried = new List<(int Mask, int Features, double Share, double Loss)>();
        foreach (var mask in Masks(features))
        {
            if (mask == 0 && target.Protocol is PacketFeatures.Tcp or PacketFeatures.Udp or PacketFeatures.Icmp
                or PacketFeatures.IcmpV6)
            {
                continue;
            }

            var usualPart = Part(users, mask);
            var covered = ((now.PacketsPerSecond * Part(attacked, mask)) - (usual.PacketsPerSecond * usualPart))
                / excess;
            var loss = Math.Max(usualPart, Part(connections, mask));
            if (covered >= share && loss <= LossMax)
            {
                tried.Add((mask, System.Numerics.BitOperations.PopCount((uint)mask), covered, loss));
            }
        }

        if (tried.Count == 0)
        {
            return null;
        }

        var loss0 = tried.Min(one => one.Loss) + LossAlike;
        var safe = tried.Where(one => one.Loss <= loss0).ToList();
        var share0 = safe.Max(one => one.Share) - ShareAlike;
        var best = safe.Where(one => one.Share >= share0)
            .OrderByDescending(one => one.Features).ThenByDescending(one => one.Share).ThenBy(one => one.Mask).First();
        return (Write(target, candidates, best.Mask), Math.Min(1, best.Share));
    }

    private static FlowFilter Write(AttackTarget target, List<FeatureCandidate> candidates, int mask)
    {
        var filter = new FlowFilter
        {
            Destination = FeatureCandidates.Prefix(target.Destination, target.IsIPv6, target.IsIPv6 ? 128 : 32),
            Protocol = target.Protocol switch
            {
                PacketFeatures.Tcp => "tcp",
                PacketFeatures.Udp => "udp",
                PacketFeatures.Icmp when !target.IsIPv6 => "icmp",
                PacketFeatures.IcmpV6 when target.IsIPv6 => "icmp",
                _ => target.Protocol.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        return candidates.Where((_, bit) => (mask & (1 << bit)) != 0)
            .Aggregate(filter, (so, candidate) => candidate.Add(so));
    }

    private static List<int> Masks(IReadOnlyList<IReadOnlyList<FeatureCandidate>> features)
    {
        List<int> masks = [0];
        var first = 0;
        foreach (var feature in features)
        {
            var from = first;
            masks = [.. masks, .. masks.SelectMany(mask =>
                Enumerable.Range(from, feature.Count).Select(bit => mask | (1 << bit)))];
            first += feature.Count;
        }

        return masks;
    }

    private static List<(int Pattern, double Part)> Patterns(
        IReadOnlyCollection<PacketFeatures> packets, List<FeatureCandidate> candidates) =>
    [
        .. packets.GroupBy(packet => Pattern(packet, candidates))
            .Select(group => (group.Key, group.Count() / (double)packets.Count)),
    ];

    private static int Pattern(PacketFeatures packet, List<FeatureCandidate> candidates)
    {
        var pattern = 0;
        for (var bit = 0; bit < candidates.Count; bit++)
        {
            pattern |= candidates[bit].Fits(packet) ? 1 << bit : 0;
        }

        return pattern;
    }

    private static double Part(List<(int Pattern, double Part)> patterns, int mask)
    {
        var part = 0.0;
        foreach (var (pattern, of) in patterns)
        {
            part += (pattern & mask) == mask ? of : 0;
        }

        return part;
    }
}
