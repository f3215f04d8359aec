using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Node;

/// <summary>Sends the node's status twice a second, and at once when something changed.</summary>
public sealed class StatusReporter : IDisposable
{
    private readonly NodeState _state;
    private readonly StatusSources _sources;
    private readonly string _instance;
    private readonly string _version;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _poked = new(0, 1);
    private readonly long _started;
    private long _sequence;

    /// <summary>Sends nothing yet.</summary>
    /// <param name="state">What is in force; its changes are sent at once.</param>
    /// <param name="sources">The rest.</param>
    /// <param name="instance">A random id of this process.</param>
    /// <param name="version">Of the software.</param>
    /// <param name="time">For intervals; the process counts as started now.</param>
    /// <param name="logger">For logs.</param>
    public StatusReporter(
        NodeState state,
        StatusSources sources,
        string instance,
        string version,
        TimeProvider time,
        ILogger<StatusReporter> logger)
    {
        _state = state;
        _sources = sources;
        _instance = instance;
        _version = version;
        _time = time;
        _logger = logger;
        _started = time.GetTimestamp();
        _state.Changed += Poke;
    }

    /// <summary>Sends a status at once; several within <see cref="Limits.StatusCoalescing"/> are one. For changes that
    /// the state does not know, such as a backend's readiness.</summary>
    public void Poke()
    {
        try
        {
            _poked.Release();
        }
        catch (SemaphoreFullException)
        {
            // One is due already.
        }
    }

    /// <summary>Sends until cancelled.</summary>
    public async Task RunAsync(NodeBus bus, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                if (bus.IsConnected && await bus.PublishStatusAsync(Status(), cancellation) is { Done: false } result)
                {
                    Log.StatusNotSent(_logger, result.Reason);
                }

                await WaitAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Changed -= Poke;
        _poked.Dispose();
    }

    /// <summary>The status as of now.</summary>
    internal NodeStatus Status() => new(
        _state.Node,
        _state.Location,
        _instance,
        ++_sequence,
        _version,
        _time.GetElapsedTime(_started),
        _state.Snapshot.Epoch,
        _state.Verdicts.Epoch,
        _state.PurgeSequence,
        _sources.Refusals(),
        _sources.Backends(),
        _sources.Observations(),
        _sources.Load(),
        _sources.Pods(),
        _sources.Unkept())
    {
        Capacity = _sources.Capacity,
        Reserved = _sources.Reserved,
        Demand = _sources.Demand(),
        RoundTrips = _sources.RoundTrips(),
        Network = _sources.Network(),
        Services = _sources.Services(),
    };

    private async ValueTask WaitAsync(CancellationToken cancellation)
    {
        using var interval = new CancellationTokenSource(Limits.StatusInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellation);
        try
        {
            await _poked.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return;
        }

        await Task.Delay(Limits.StatusCoalescing, _time, cancellation);
    }
}
