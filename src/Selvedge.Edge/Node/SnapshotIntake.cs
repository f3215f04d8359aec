using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Snapshots;
using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Node;

/// <summary>Brings snapshots and verdict tables from the bus to those who serve by them, and to the disk.</summary>
/// <remarks>A section that a consumer refuses keeps its last good content. The disk has the snapshot before anyone
/// serves by it, so a node that restarts without a bus serves what it served. A consumer that throws in <c>Swap</c>
/// ends <see cref="RunAsync"/>: it is a bug, and a restart, after two of which the snapshot is left out, is the safe
/// end.</remarks>
public sealed class SnapshotIntake
{
    private readonly NodeState _state;
    private readonly IReadOnlyList<ISnapshotConsumer> _consumers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LastGoodFile _file;
    private readonly CrashMark _mark;
    private readonly VerdictIntake _verdicts;
    private readonly SectionBag _bag = new();
    private AssembledSnapshot? _last;
    private Manifest? _target;
    private Manifest? _doubted;
    private Manifest? _rejected;
    private CrashMark.Trial? _quarantined;
    private CrashMark.Trial? _pardoned;
    private long _triedSince;
    private bool _trying;
    private ImmutableArray<SectionRefusal> _refusals = [];

    /// <summary>Reads nothing yet.</summary>
    /// <param name="state">Told of each change, after the consumers.</param>
    /// <param name="consumers">Asked and told in this order.</param>
    /// <param name="directory">Of the last good state; made where missing.</param>
    /// <param name="time">For intervals.</param>
    /// <param name="logger">For logs.</param>
    public SnapshotIntake(
        NodeState state,
        IReadOnlyList<ISnapshotConsumer> consumers,
        string directory,
        TimeProvider time,
        ILogger<SnapshotIntake> logger)
    {
        _state = state;
        _consumers = consumers;
        _time = time;
        _logger = logger;
        _file = new LastGoodFile(directory, "snapshot", logger);
        _mark = new CrashMark(directory);
        _verdicts = new VerdictIntake(state, consumers, directory, time, logger);
    }

    /// <summary>What this node could not use; for its status.</summary>
    public ImmutableArray<SectionRefusal> Refusals => ImmutableInterlocked.InterlockedCompareExchange(
        ref _refusals, default, default);

    /// <summary>Why the disk does not hold what is in force; null where it does. For the node's status.</summary>
    public string? Unkept => _file.Refusal ?? _verdicts.Unkept;

    /// <summary>Waits until the verdict table is known to be the network's latest, so that no user is steered by what
    /// the disk remembers while better can be had.</summary>
    /// <returns>False where the bus told none within <see cref="Limits.FirstTablePatience"/>: what the disk has is then
    /// the best there is.</returns>
    public async Task<bool> HearTableAsync(CancellationToken cancellation)
    {
        var patience = Task.Delay(Limits.FirstTablePatience, _time, cancellation);
        return await Task.WhenAny(_verdicts.Heard, patience) == _verdicts.Heard;
    }

    /// <summary>Serves by the last good state on disk. Call it once, before the node listens and before
    /// <see cref="RunAsync"/>; needs no bus.</summary>
    /// <returns>Whether there was a snapshot.</returns>
    public bool Restore()
    {
        ReadTrial();
        _verdicts.Restore();
        foreach (var bytes in _file.Read())
        {
            if (!LastGoodSnapshot.TryRead(_state.Location, bytes, out var assembled, out var reason))
            {
                Log.SnapshotRefused(_logger, 0, reason);
            }
            else if (_quarantined?.IsOf(assembled.Manifest) != true && TryCheck(assembled, out var usable))
            {
                if (_mark.Read()?.IsOf(usable.Manifest) == true)
                {
                    // Still unproven; the trial on disk counts the crash that brought us here.
                    _trying = true;
                    _triedSince = _time.GetTimestamp();
                }

                PutInForce(usable);
                return true;
            }
        }

        return false;
    }

    /// <summary>Follows the bus until cancelled.</summary>
    public async Task RunAsync(NodeBus bus, CancellationToken cancellation)
    {
        var feed = new CueFeed(_time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var fill = feed.FillAsync(
            bus,
            [
                (CueSource.Snapshot, bus.SnapshotsAsync(stop.Token)),
                (CueSource.Verdicts, bus.VerdictsAsync(stop.Token)),
            ],
            stop.Token);
        try
        {
            await foreach (var cue in feed.Reader.ReadAllAsync(cancellation))
            {
                await ReactAsync(bus, cue, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            await stop.CancelAsync();
            await fill.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // An orderly end is no crash.
        _verdicts.Flush();
        EndTrial();
    }

    private async ValueTask ReactAsync(NodeBus bus, Cue cue, CancellationToken cancellation)
    {
        switch (cue.Source)
        {
            case CueSource.Verdicts:
                _verdicts.Take(cue.Message);
                return;
            case CueSource.Snapshot when cue.Message.Key != SnapshotAssembler.ManifestKey:
                _bag.Add(cue.Message.Key, cue.Message.Bytes);
                return;
            case CueSource.Snapshot:
                Aim(cue.Message.Bytes);
                break;
            default:
                if (_trying && _time.GetElapsedTime(_triedSince) >= Limits.ProvenAfter)
                {
                    EndTrial();
                }

                Pardon();
                if (_file.Refusal is not null && _last is not null)
                {
                    // There may be space again.
                    _file.TryWrite(LastGoodSnapshot.Write(_last));
                }

                await _verdicts.ReconcileAsync(bus, cancellation);
                if (await bus.ReadManifestAsync(cancellation) is { Outcome: BusReadOutcome.Found } read)
                {
                    Aim(read.Bytes);
                }

                break;
        }

        if (_target is not null)
        {
            await FollowAsync(bus, _target, cancellation);
        }
    }

    // Takes a manifest as the one to follow, unless it is nothing new.
    private void Aim(ReadOnlyMemory<byte> bytes)
    {
        if (!BusCodec.TryReadManifest(bytes.Span, out var manifest, out var reason))
        {
            NodeMetrics.Drop("manifest");
            Log.MessageDropped(_logger, SnapshotAssembler.ManifestKey, reason);
            return;
        }

        bool IsKnown(Manifest? known) =>
            known is not null && known.Lineage == manifest.Lineage && known.Epoch == manifest.Epoch
            && known.Sections.SequenceEqual(manifest.Sections);

        var quarantined = _quarantined?.IsOf(manifest) == true;
        if (!quarantined && !IsKnown(_last?.Manifest) && !IsKnown(_rejected) && !IsKnown(_target))
        {
            _target = manifest;
            _doubted = null;
        }
    }

    private async ValueTask FollowAsync(NodeBus bus, Manifest target, CancellationToken cancellation)
    {
        var (sections, absent, mismatched) = await GatherAsync(bus, target, cancellation);
        if (absent || (mismatched && _doubted != target))
        {
            // A section may be newer than this manifest, whose successor then follows at once. If none does until the
            // next try, the bytes are wrong for good and are refused.
            _doubted = mismatched ? target : null;
            return;
        }

        var outcome = SnapshotAssembler.Assemble(
            _state.Location, target, sections, _last, out var assembled, out var reason);
        _target = null;
        _bag.Clear();
        if (outcome == AssemblyOutcome.Assembled && TryCheck(assembled!, out var usable))
        {
            _quarantined = null;
            _trying = true;
            _triedSince = _time.GetTimestamp();
            var crashes = _pardoned?.IsOf(target) == true ? _pardoned.Crashes : 0;
            _mark.Write(new CrashMark.Trial(target.Lineage, target.Epoch, crashes));
            _file.TryWrite(LastGoodSnapshot.Write(usable));
            PutInForce(usable);
        }
        else if (outcome == AssemblyOutcome.Unusable)
        {
            Reject(target, reason);
        }
    }

    private async ValueTask<(Dictionary<string, ReadOnlyMemory<byte>> Sections, bool Absent, bool Mismatched)>
        GatherAsync(NodeBus bus, Manifest target, CancellationToken cancellation)
    {
        var sections = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var toRead = new List<SectionEntry>();
        foreach (var entry in SnapshotAssembler.Wanted(target, _last))
        {
            if (_bag.TryFind(entry, out var bytes))
            {
                sections[entry.Key] = bytes;
            }
            else if (SectionEntry.IsKey(entry.Key))
            {
                toRead.Add(entry);
            }
        }

        var (absent, mismatched) = (false, false);
        await Parallel.ForEachAsync(
            toRead,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = BusLimits.OperationsInFlight,
                CancellationToken = cancellation,
            },
            async (entry, stop) =>
            {
                var read = await bus.ReadSectionAsync(entry.Key, stop);
                if (read.Outcome != BusReadOutcome.Found)
                {
                    absent = true;
                    return;
                }

                mismatched |= SectionEntry.HashOf(read.Bytes.Span) != entry.Hash;
                lock (sections)
                {
                    sections[entry.Key] = read.Bytes;
                }
            });
        return (sections, absent, mismatched);
    }

    private bool TryCheck(AssembledSnapshot assembled, out AssembledSnapshot usable)
    {
        usable = assembled;
        for (var round = 0; round < Limits.CheckRoundsMax; round++)
        {
            var (snapshot, manifest) = (usable.Snapshot, usable.Manifest);
            var refused = _consumers.SelectMany(consumer => consumer.Check(snapshot, manifest)).ToList();
            if (refused.Count == 0)
            {
                return true;
            }

            if (SnapshotAssembler.PutBack(usable, refused, _last) is not { } next)
            {
                Reject(assembled.Manifest, refused[0].Reason);
                return false;
            }

            usable = next;
        }

        Reject(assembled.Manifest, "The consumers refuse sections again and again.");
        return false;
    }

    private void PutInForce(AssembledSnapshot usable)
    {
        foreach (var consumer in _consumers)
        {
            consumer.Swap(usable.Snapshot);
        }

        _last = usable;
        _rejected = null;
        Report(usable.Refusals);
        _state.Snapshot = usable.Snapshot;
        NodeMetrics.Snapshots.Add(1);
        Log.SnapshotInForce(_logger, usable.Snapshot.Epoch, usable.Refusals.Length);
    }

    private void Reject(Manifest manifest, string reason)
    {
        _rejected = manifest;
        Log.SnapshotRefused(_logger, manifest.Epoch, reason);
        Report([.. _last?.Refusals ?? [], new SectionRefusal(SnapshotAssembler.ManifestKey, "", reason)]);
    }

    private void Report(ImmutableArray<SectionRefusal> refusals)
    {
        if (_quarantined is { } trial)
        {
            refusals = refusals.Add(new SectionRefusal(
                SnapshotAssembler.ManifestKey,
                "",
                $"The process died twice from snapshot {trial.Epoch}; the one before it is in force."));
        }

        NodeMetrics.Refusals.Add(refusals.Length);
        ImmutableInterlocked.InterlockedExchange(ref _refusals, refusals);
    }

    private void ReadTrial()
    {
        if (_mark.Read() is not { } trial)
        {
            return;
        }

        trial = trial with { Crashes = Math.Min(trial.Crashes + 1, Limits.CrashesCounted) };
        _mark.Write(trial);
        if (trial.Crashes < Limits.CrashesMax)
        {
            return;
        }

        _quarantined = trial;
        _triedSince = _time.GetTimestamp();
        Report([]);
        var current = _file.Read().FirstOrDefault();
        if (current is not null && LastGoodSnapshot.TryRead(_state.Location, current, out var assembled, out _)
            && trial.IsOf(assembled.Manifest))
        {
            _file.StepBack();
        }
    }

    // A snapshot that was left out for long enough gets another trial; if the process dies of it, for twice as long.
    private void Pardon()
    {
        if (_quarantined is { } trial && _time.GetElapsedTime(_triedSince)
            >= Limits.LeftOutFor * Math.Pow(2, trial.Crashes - Limits.CrashesMax))
        {
            (_pardoned, _quarantined) = (trial, null);
            Report(_last?.Refusals ?? []);
        }
    }

    private void EndTrial()
    {
        if (_trying)
        {
            _trying = false;
            _pardoned = null;
            _mark.Clear();
        }
    }
}
