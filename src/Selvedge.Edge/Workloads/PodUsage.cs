using System.Collections.Concurrent;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>What pods take, measured now and then.</summary>
internal sealed class PodUsage(IContainerRuntime runtime, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (TimeSpan Cpu, long At)> _before = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long? CpuMillis, long MemoryBytes)> _pods =
        new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long? CpuMillis, long MemoryBytes)> _containers =
        new(StringComparer.Ordinal);

    /// <summary>Processors in thousandths and bytes of a pod; null where they are not known.</summary>
    public (long? CpuMillis, long? MemoryBytes) Of(string uid) =>
        _pods.TryGetValue(uid, out var usage) ? (usage.CpuMillis, usage.MemoryBytes) : (null, null);

    /// <summary>The same of one container, by the runtime's name; null where it is not known.</summary>
    public (long? CpuMillis, long MemoryBytes)? OfContainer(string id) =>
        _containers.TryGetValue(id, out var usage) ? usage : null;

    /// <summary>Measures.</summary>
    /// <param name="containers">By pod: the runtime's names of its containers.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    /// <exception cref="RuntimeException">The runtime does not answer.</exception>
    public async Task MeasureAsync(
        IReadOnlyCollection<(string Uid, string[] Containers)> containers, CancellationToken cancellation)
    {
        foreach (var (uid, ids) in containers)
        {
            var (millis, bytes) = ((long?)0, 0L);
            foreach (var id in ids)
            {
                if (await runtime.UsageAsync(id, cancellation) is { } usage)
                {
                    var rate = Rate(id, usage);
                    _containers[id] = (rate, usage.MemoryBytes);
                    millis += rate;
                    bytes += usage.MemoryBytes;
                }
            }

            _pods[uid] = (millis, bytes);
        }

        foreach (var gone in _pods.Keys.Except(containers.Select(pod => pod.Uid), StringComparer.Ordinal).ToList())
        {
            _pods.TryRemove(gone, out _);
        }

        foreach (var gone in _before.Keys.Except(containers.SelectMany(pod => pod.Containers), StringComparer.Ordinal)
            .ToList())
        {
            _before.TryRemove(gone, out _);
            _containers.TryRemove(gone, out _);
        }
    }

    // Unknown the first time: there is nothing to compare with.
    private long? Rate(string id, ContainerUsage usage)
    {
        var now = time.GetTimestamp();
        var known = _before.TryGetValue(id, out var before);
        _before[id] = (usage.Cpu, now);
        var elapsed = known ? time.GetElapsedTime(before.At, now) : TimeSpan.Zero;
        return elapsed > TimeSpan.Zero ? (long)Math.Max(0, (usage.Cpu - before.Cpu) / elapsed * 1000) : null;
    }
}
