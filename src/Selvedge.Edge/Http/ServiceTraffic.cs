using System.Collections.Concurrent;
using System.Collections.Immutable;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Edge.Http;

/// <summary>How many requests each Service is asked for, also while no pod can answer them, observers' looks aside:
/// what replicas are decided by. Counted by any thread, read by one.</summary>
public sealed class ServiceTraffic(TimeProvider time)
{
    /// <summary>Rates are means over this time: long enough to be calm, short enough to see a rise at once.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SiteId, ServiceCounter> _counters = new();
    private readonly Dictionary<SiteId, Queue<(long At, long Requests)>> _readings = [];

    /// <summary>Counts one service's requests.</summary>
    internal ServiceCounter Of(SiteId service) => _counters.GetOrAdd(service, static _ => new ServiceCounter());

    /// <summary>The services that have requests.</summary>
    public ImmutableArray<ServiceLoad> Read()
    {
        var now = time.GetTimestamp();
        var loads = ImmutableArray.CreateBuilder<ServiceLoad>();
        foreach (var (service, counter) in _counters.OrderBy(pair => pair.Key))
        {
            if (!_readings.TryGetValue(service, out var readings))
            {
                _readings[service] = readings = [];
            }

            var requests = counter.Requests;
            readings.Enqueue((now, requests));
            while (readings.Count > 2 && time.GetElapsedTime(readings.Peek().At, now) > Window)
            {
                readings.Dequeue();
            }

            var (since, before) = readings.Peek();
            var seconds = time.GetElapsedTime(since, now).TotalSeconds;
            var rate = seconds > 0 ? (requests - before) / seconds : 0;
            if (rate > 0 || counter.InFlight > 0)
            {
                loads.Add(new ServiceLoad(service.Namespace, service.Name, rate, counter.InFlight));
            }
        }

        return loads.ToImmutable();
    }
}
