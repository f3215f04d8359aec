using Selvedge.Core.Nodes;

namespace Selvedge.Edge.Node;

/// <summary>Measures how busy the node is. One reader.</summary>
/// <remarks>The processor's share is that of this process, smoothed over about two seconds; pressure is the higher of
/// that and of the memory used of what the process may have.</remarks>
public sealed class LoadMeter
{
    private static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(2);

    private readonly Func<int> _inFlight;
    private readonly Func<long> _requests;
    private readonly Func<TimeSpan> _processorTime;
    private readonly TimeProvider _time;
    private long _readAt;
    private TimeSpan _processorTimeThen;
    private long _requestsThen;
    private double _share;

    /// <summary>Begins to measure.</summary>
    /// <param name="inFlight">HTTP requests being served now.</param>
    /// <param name="requests">HTTP requests served since the process started.</param>
    /// <param name="time">For intervals.</param>
    public LoadMeter(Func<int> inFlight, Func<long> requests, TimeProvider time)
        : this(inFlight, requests, () => Environment.CpuUsage.TotalTime, time)
    {
    }

    internal LoadMeter(
        Func<int> inFlight, Func<long> requests, Func<TimeSpan> processorTime, TimeProvider time)
    {
        _inFlight = inFlight;
        _requests = requests;
        _processorTime = processorTime;
        _time = time;
        _readAt = time.GetTimestamp();
        _processorTimeThen = processorTime();
        _requestsThen = requests();
    }

    /// <summary>The load since the last reading.</summary>
    public NodeLoad Read()
    {
        var now = _time.GetTimestamp();
        var seconds = _time.GetElapsedTime(_readAt, now).TotalSeconds;
        var (processorTime, requests) = (_processorTime(), _requests());
        var perSecond = 0d;
        if (seconds > 0)
        {
            var used = (processorTime - _processorTimeThen).TotalSeconds / seconds / Environment.ProcessorCount;
            var weight = 1 - Math.Exp(-seconds / Smoothing.TotalSeconds);
            _share += weight * (Math.Clamp(used, 0, 1) - _share);
            perSecond = Math.Max(0, (requests - _requestsThen) / seconds);
        }

        (_readAt, _processorTimeThen, _requestsThen) = (now, processorTime, requests);
        var memory = Environment.WorkingSet;
        var available = Math.Max(1, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var pressure = Math.Max(_share, Math.Min(1, (double)memory / available));
        return new NodeLoad(pressure, _share, _inFlight(), perSecond, memory);
    }
}
