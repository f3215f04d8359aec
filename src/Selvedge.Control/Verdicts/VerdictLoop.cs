using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Fabric.Bus;

namespace Selvedge.Control.Verdicts;

/// <summary>Weighs the evidence whenever it moves, remembers each new table in the store, and brings it to every
/// node.</summary>
public sealed class VerdictLoop(
    DocumentCache documents,
    InternalDocuments memory,
    ControlBus bus,
    VerdictPolicy policy,
    TimeProvider time,
    ILogger<VerdictLoop> log) : IDisposable
{
    /// <summary>Evidence also moves by growing old.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private const string MemoryName = "verdicts";

    private readonly Signal _signal = new();
    private readonly Lock _gate = new();
    private readonly EvidenceDesk _desk = new(time);
    private readonly VerdictJudge _judge = new(policy);
    private readonly VerdictGuards _guards = new(policy);
    private readonly List<(VerdictTable Table, DateTimeOffset Until)> _recent = [];
    private volatile VerdictTable _current = VerdictTable.Empty;
    private volatile bool _publish;

    /// <summary>The table in force.</summary>
    public VerdictTable Current => _current;

    /// <summary>Raised on the loop's task with the table before and the one now in force.</summary>
    public event Action<VerdictTable, VerdictTable>? Changed;

    /// <summary>The newest status of a node, or null.</summary>
    public NodeStatus? StatusOf(string node)
    {
        lock (_gate)
        {
            return _desk.StatusOf(node);
        }
    }

    /// <summary>The nodes that spoke lately, by the same bound that shuts their gate.</summary>
    public IReadOnlyDictionary<string, NodeStatus> LiveNodes()
    {
        var current = documents.Current;
        lock (_gate)
        {
            return _desk.Gather(current).Nodes
                .Where(pair => pair.Value.Age <= policy.StatusAgeMax)
                .ToDictionary(pair => pair.Key, pair => pair.Value.Status, StringComparer.Ordinal);
        }
    }

    /// <summary>Takes a node's status.</summary>
    public void Receive(NodeStatus status)
    {
        lock (_gate)
        {
            if (!_desk.Receive(status))
            {
                return;
            }
        }

        _signal.Raise();
    }

    /// <summary>Notes that a location's snapshot went out, so that its nodes are held to it.</summary>
    public void Published(string location, long epoch)
    {
        lock (_gate)
        {
            _desk.Published(location, epoch);
        }
    }

    /// <summary>Notes that a purge went out, so that every node is held to it.</summary>
    public void Purged(long sequence)
    {
        lock (_gate)
        {
            _desk.Purged(sequence);
        }
    }

    /// <summary>Brings the table to the bus anew: it has just connected and may have lost all.</summary>
    public void PublishAgain()
    {
        _publish = true;
        _signal.Raise();
    }

    /// <summary>Takes up the table that was in force before this process began.</summary>
    public async Task LoadAsync(CancellationToken cancellation) =>
        _current = await memory.ReadAsync<VerdictTable>(MemoryName, cancellation) ?? VerdictTable.Empty;

    /// <summary>Weighs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        documents.Changed += _signal.Raise;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await WeighAsync(cancellation);
                await _signal.WaitAsync(Tick, time, cancellation);
            }
        }
        finally
        {
            documents.Changed -= _signal.Raise;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private async Task WeighAsync(CancellationToken cancellation)
    {
        try
        {
            var before = _current;
            Evidence evidence;
            lock (_gate)
            {
                _desk.Listening(bus.IsConnected);
                evidence = _desk.Gather(documents.Current);
            }

            _recent.RemoveAll(old => evidence.Now - old.Until > policy.LastPlacesWindow);
            var next = _guards.Apply(
                _judge.Weigh(evidence, before), evidence, before, _recent.ConvertAll(old => old.Table));
            if (!ReferenceEquals(next, before))
            {
                _recent.Add((before, evidence.Now));
                // Remembered first: an epoch that a node has seen is never given twice.
                await memory.WriteAsync(MemoryName, next, cancellation);
                _current = next;
                _publish = true;
            }

            if (_publish && bus.IsConnected)
            {
                _publish = !(await bus.PublishVerdictsAsync(next, cancellation)).Done;
            }

            if (!ReferenceEquals(next, before))
            {
                var serviceable = next.Verdicts.Count(verdict => verdict.Serviceable);
                Log.TableChanged(log, next.Epoch, serviceable, next.Verdicts.Length);
                Changed?.Invoke(before, next);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The last good table stays in force, here and on every node.
            Log.WeighingFailed(log, error);
        }
    }
}
