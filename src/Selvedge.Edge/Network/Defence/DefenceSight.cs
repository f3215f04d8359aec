using System.Collections.Immutable;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Looks at what arrives. One owner.</summary>
internal sealed class DefenceSight(TimeProvider time) : IDisposable
{
    private readonly AttackDetector _detector = new();
    private readonly List<PacketSampler> _samplers = [];
    private ImmutableArray<string> _interfaces = [];
    private double _part = 1;
    private long _arrived;
    private long _at;

    /// <summary>Packets that were looked at.</summary>
    public long Sampled { get; private set; }

    /// <summary>Packets that arrived.</summary>
    public long Arrived { get; private set; }

    /// <summary>SYNs a second, at the last look.</summary>
    public double SynsPerSecond { get; private set; }

    /// <summary>Looks at these interfaces from now on.</summary>
    /// <returns>What is wrong; empty: nothing.</returns>
    public string Watch(ImmutableArray<string> interfaces)
    {
        Dispose();
        _interfaces = interfaces;
        (_part, _arrived, _at) = (1, InterfaceFacts.Arrived(interfaces), time.GetTimestamp());
        foreach (var link in interfaces)
        {
            if (PacketSampler.TryOpen(link, _part, out var problem) is { } sampler)
            {
                _samplers.Add(sampler);
            }
            else
            {
                return problem;
            }
        }

        return "";
    }

    /// <summary>Looks.</summary>
    /// <returns>Attacks that no known mitigation meets.</returns>
    public ImmutableArray<Attack> Look(
        DetectionThresholds thresholds, AddressSet allow, IReadOnlyList<FilterMatch> known)
    {
        var packets = new List<PacketFeatures>();
        _samplers.ForEach(sampler => sampler.Read(packets));
        var arrived = InterfaceFacts.Arrived(_interfaces);
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_at, now).TotalSeconds;
        var sample = new TrafficSample(
            packets, seconds <= 0 ? 0 : Math.Max(packets.Count, arrived - _arrived) / seconds);
        Adapt(arrived - _arrived, seconds);
        Arrived += Math.Max(0, arrived - _arrived);
        (_arrived, _at) = (arrived, now);
        Sampled += packets.Count;
        SynsPerSecond = packets.Count(packet => packet.IsSyn) * sample.Weight;
        return _detector.Look(sample, thresholds, allow, known);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _samplers.ForEach(sampler => sampler.Dispose());
        _samplers.Clear();
    }

    // Twice too many or too few is near enough: the filter is not swapped at every breath of the traffic.
    private void Adapt(long arrived, double seconds)
    {
        var wanted = Math.Min(1, Limits.SamplesPerSecond * seconds / Math.Max(1, arrived));
        if (wanted < _part / 2 || wanted > _part * 2 || (wanted == 1 && _part < 1))
        {
            _part = wanted;
            _samplers.ForEach(sampler => sampler.TryDraw(wanted));
        }
    }
}
