using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>Learns what is usual at each address and says where it is not. One owner, called about once a second;
/// knows no clock.</summary>
public sealed class AttackDetector
{
    /// <summary>Targets that are remembered: a node has a handful of addresses; the rest is somebody who scans.
    /// </summary>
    private const int TargetsMax = 256;

    /// <summary>Fewer packets of a target say nothing of what they have in common.</summary>
    private const int PacketsMin = 50;

    /// <summary>The part that has to be beyond the usual: a busy target with one in five more is a busy target.
    /// </summary>
    private const double ExcessMin = 0.2;

    private readonly Dictionary<AttackTarget, TrafficBaseline> _baselines = [];

    /// <summary>Looks at a second.</summary>
    /// <param name="sample">What arrived.</param>
    /// <param name="thresholds">From when on it is looked at.</param>
    /// <param name="allow">Sources that are never held against.</param>
    /// <param name="known">What mitigations meet already: no part of what is looked at.</param>
    /// <returns>The attacks, the largest first.</returns>
    public ImmutableArray<Attack> Look(
        TrafficSample sample, DetectionThresholds thresholds, AddressSet allow, IReadOnlyList<FilterMatch> known)
    {
        var weight = sample.Weight;
        var groups = sample.Packets
            .Where(packet => !allow.Contains(packet.Source, packet.IsIPv6)
                && !known.Any(filter => filter.Fits(packet)))
            .GroupBy(packet => AttackTarget.Of(packet))
            .ToDictionary(group => group.Key, group => group.ToList());
        var attacks = ImmutableArray.CreateBuilder<Attack>();
        foreach (var (target, packets) in groups)
        {
            if (Judge(target, new TrafficSample(packets, packets.Count * weight), thresholds) is { } attack)
            {
                attacks.Add(attack);
            }
        }

        Forget(groups);
        attacks.Sort(static (left, right) => right.PacketsPerSecond.CompareTo(left.PacketsPerSecond));
        return attacks.ToImmutable();
    }

    private Attack? Judge(AttackTarget target, TrafficSample now, DetectionThresholds thresholds)
    {
        if (!_baselines.TryGetValue(target, out var baseline))
        {
            _baselines[target] = baseline = new TrafficBaseline();
        }

        var usual = baseline.PacketsPerSecond;
        var rate = now.PacketsPerSecond;
        if (rate < thresholds.PacketsPerSecond || now.Packets.Count < PacketsMin || rate - usual < rate * ExcessMin)
        {
            Learn(baseline, now, thresholds);
            return null;
        }

        var found = NarrowestFilter.Find(
            target, now, new TrafficSample(baseline.Packets(target), usual), thresholds.Share);
        if (found is null)
        {
            // More of the same: users who came at once. They become what is usual.
            Learn(baseline, now, thresholds);
        }

        return new Attack(target, rate, usual, found?.Filter, Tell(rate, usual, found));
    }

    // A rate over the threshold is learned too, but not before its packets could not be told from users'.
    private static void Learn(TrafficBaseline baseline, TrafficSample now, DetectionThresholds thresholds) =>
        baseline.Learn(Math.Min(now.PacketsPerSecond, 2.0 * thresholds.PacketsPerSecond
            + (2 * baseline.PacketsPerSecond)), now.Packets);

    private static string Tell(double rate, double usual, (FlowFilter Filter, double Share)? found) =>
        found is var (filter, share)
            ? string.Create(CultureInfo.InvariantCulture,
                $"{rate:N0} packets a second where {usual:N0} are usual: {share:P0} of the excess is "
                + $"{FlowFilters.Describe(filter)}.")
            : string.Create(CultureInfo.InvariantCulture,
                $"{rate:N0} packets a second where {usual:N0} are usual, and nothing tells them from users'.");

    private void Forget(Dictionary<AttackTarget, List<PacketFeatures>> seen)
    {
        foreach (var (target, baseline) in _baselines)
        {
            if (!seen.ContainsKey(target))
            {
                baseline.Fade();
            }
        }

        foreach (var (target, _) in _baselines.OrderBy(pair => pair.Value.PacketsPerSecond)
            .Take(Math.Max(0, _baselines.Count - TargetsMax)).ToList())
        {
            _baselines.Remove(target);
        }
    }
}
