using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Store;

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

    /// <summary>Tables that may go out while the store refuses: at one change a second, more than a minute to mend it.
    /// </summary>
    private const int EpochsAhead = 100;

    private const string MemoryName = "verdicts";

    /// <summary>Between tries to remember a table that is in force.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Signal _signal = new();
    private readonly Lock _gate = new();
    private readonly EvidenceDesk _desk = new(time);
    private readonly VerdictJudge _judge = new(policy);
    private readonly VerdictGuards _guards = new(policy);
    private readonly List<(VerdictTable Table, DateTimeOffset Until)> _recent = [];
    private volatile VerdictTable _current = VerdictTable.Empty;
    private VerdictTable? _remembered;
    private long _epochMax;
    private long _triedAt;
    private bool _storeRefuses;
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

    /// <summary>Takes up the table that was in force before this process began, with an epoch that none before it can
    /// have passed.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        _current = await memory.ReadAsync<VerdictTable>(MemoryName, cancellation) ?? VerdictTable.Empty;
        _epochMax = _current.Epoch;
    }

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
            if (!await TryRememberAsync(next, cancellation))
            {
                next = before;
            }

            if (!ReferenceEquals(next, before))
            {
                _recent.Add((before, evidence.Now));
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

    /// <summary>Remembers a table before it goes out, with the epoch that tables after it may reach while the store
    /// cannot be written: an epoch that a node has seen is never given twice, and a full disk keeps no user at a place
    /// that died since.</summary>
    /// <returns>False where the table must not go out.</returns>
    private async Task<bool> TryRememberAsync(VerdictTable table, CancellationToken cancellation)
    {
        var isNew = !ReferenceEquals(table, _current);
        if (ReferenceEquals(table, _remembered) || (!isNew && time.GetElapsedTime(_triedAt) < RetryInterval))
        {
            return true;
        }

        _triedAt = time.GetTimestamp();
        try
        {
            var ahead = table.Epoch + EpochsAhead;
            await memory.WriteAsync(MemoryName, table with { Epoch = ahead }, cancellation);
            (_remembered, _epochMax, _storeRefuses) = (table, ahead, false);
            return true;
        }
        catch (StoreException error)
        {
            var mayGoOut = table.Epoch <= _epochMax;
            if (!_storeRefuses)
            {
                _storeRefuses = true;
                Log.TableNotKept(log, table.Epoch, _epochMax, error.Message);
            }

            return mayGoOut;
        }
    }
}
