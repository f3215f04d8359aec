using Microsoft.Extensions.Logging;
using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Node;

/// <summary>The part of <see cref="SnapshotIntake"/> that brings verdict tables. Users are steered by a new table
/// before the disk has it: speed counts more here than what a restart begins with.</summary>
internal sealed class VerdictIntake(
    NodeState state, IReadOnlyList<ISnapshotConsumer> consumers, string directory, TimeProvider time, ILogger logger)
{
    private const string TableKey = "table";

    private readonly LastGoodFile _file = new(directory, "verdicts", logger);
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _lineage = "";
    private ReadOnlyMemory<byte> _unwritten;
    private long _writtenAt;

    /// <summary>Why the disk does not hold a table that it should; null where it does.</summary>
    public string? Unkept => _file.Refusal;

    /// <summary>Done once the bus has told the table in force, or that the one from disk is it.</summary>
    public Task Heard => _heard.Task;

    /// <summary>Steers by the table on disk.</summary>
    public void Restore()
    {
        foreach (var bytes in _file.Read())
        {
            if (BusCodec.TryReadVerdicts(bytes, out var issue, out _))
            {
                PutInForce(issue);
                return;
            }
        }
    }

    /// <summary>Takes what came.</summary>
    public void Take(BusMessage message)
    {
        if (message.Key == TableKey)
        {
            Take(message.Bytes);
        }
    }

    /// <summary>Reads the table where a newer one exists, and brings the disk up to date.</summary>
    public async ValueTask ReconcileAsync(NodeBus bus, CancellationToken cancellation)
    {
        Flush();
        if (await bus.ReadVerdictHeadAsync(cancellation) is not { Outcome: BusReadOutcome.Found } head
            || !BusCodec.TryReadVerdictHead(head.Bytes.Span, out var newest, out _))
        {
            return;
        }

        if (!IsNewer(newest.Lineage, newest.VerdictEpoch))
        {
            _heard.TrySetResult();
        }
        else if (await bus.ReadVerdictsAsync(cancellation) is { Outcome: BusReadOutcome.Found } table)
        {
            Take(table.Bytes);
        }
    }

    /// <summary>Writes the table in force to disk, where it is not there.</summary>
    public void Flush()
    {
        if (!_unwritten.IsEmpty && _file.TryWrite(_unwritten.Span))
        {
            _unwritten = default;
            _writtenAt = time.GetTimestamp();
        }
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        if (!BusCodec.TryReadVerdicts(bytes.Span, out var issue, out var reason))
        {
            NodeMetrics.Drop("verdicts");
            Log.MessageDropped(logger, TableKey, reason);
            return;
        }

        if (!IsNewer(issue.Lineage, issue.Table.Epoch))
        {
            _heard.TrySetResult();
            return;
        }

        PutInForce(issue);
        _heard.TrySetResult();
        _unwritten = bytes;
        if (_writtenAt == 0 || time.GetElapsedTime(_writtenAt) >= Limits.VerdictsToDiskInterval)
        {
            Flush();
        }
    }

    private bool IsNewer(string lineage, long epoch) => lineage != _lineage || epoch > state.Verdicts.Epoch;

    private void PutInForce(VerdictIssue issue)
    {
        foreach (var consumer in consumers)
        {
            consumer.Swap(issue.Table);
        }

        _lineage = issue.Lineage;
        state.Verdicts = issue.Table;
    }
}
