using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Fabric.Bus;

namespace Selvedge.Control.Compile;

/// <summary>Compiles whenever documents change and brings each location's snapshot to the bus, with a new epoch only
/// where its content differs.</summary>
public sealed class SnapshotPublisher(
    DocumentCache documents,
    InternalDocuments memory,
    ControlBus bus,
    TimeProvider time,
    ILogger<SnapshotPublisher> log) : IDisposable
{
    /// <summary>How often departures are looked at, and how soon a failed publication is tried again.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly Signal _signal = new();
    private readonly Departures _departures = new(time);
    private ImmutableDictionary<string, Issue> _issued =
        ImmutableDictionary.Create<string, Issue>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, long> _told =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    private ZoneSerials _serials = ZoneSerials.None;
    private volatile VerdictTable _verdicts = VerdictTable.Empty;
    private volatile bool _all;
    private long _compiledRevision;

    /// <summary>Raised on the publisher's task after a location's snapshot reached the bus: location and
    /// epoch.</summary>
    public event Action<string, long>? Published;

    /// <summary>Raised on the publisher's task when what DNS steers by has changed and has reached the bus.</summary>
    public event Action<SteeringState>? Steered;

    /// <summary>The newest compiled epoch of a location; 0 before the first.</summary>
    public long EpochOf(string location) => _issued.TryGetValue(location, out var issue) ? issue.Manifest.Epoch : 0;

    /// <summary>Everything up to this revision of the store has been compiled and, unless the bus is away,
    /// sent.</summary>
    public long CompiledRevision => Interlocked.Read(ref _compiledRevision);

    /// <summary>Places that users may still be sent to although the plan no longer names them, or not yet.</summary>
    public IReadOnlySet<(SiteId Site, string Location)> Leaving { get; private set; } =
        ImmutableHashSet<(SiteId, string)>.Empty;

    /// <summary>Keeps places alive that users may still be sent to.</summary>
    public void Follow(VerdictTable table) => _verdicts = table;

    /// <summary>Brings everything to the bus anew: it has just connected and may have lost all.</summary>
    public void PublishAll()
    {
        _all = true;
        _signal.Raise();
    }

    /// <summary>Publishes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        documents.Changed += _signal.Raise;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await PublishAsync(cancellation);
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

    private async Task PublishAsync(CancellationToken cancellation)
    {
        try
        {
            var all = _all;
            _all = false;
            var current = documents.Current;
            var leaving = _departures.Now(
                _verdicts,
                site => current.Sites.TryGetValue(site, out var found) ? found.Spec.Steering.Ttl : null);
            Leaving = leaving;
            var compiled = SnapshotCompiler.Compile(current, leaving, _serials);
            _serials = compiled.Serials;
            foreach (var location in compiled.Locations.Values)
            {
                await PublishAsync(location, current.Revision, all, cancellation);
            }

            foreach (var gone in _issued.Keys.Where(name => !compiled.Locations.ContainsKey(name)).ToList())
            {
                if ((await bus.RemoveSnapshotAsync(gone, cancellation)).Done)
                {
                    _issued = _issued.Remove(gone);
                }
            }

            Interlocked.Exchange(ref _compiledRevision, current.Revision);
            TellSteering(current);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.PublishFailed(log, error);
        }
    }

    private void TellSteering(NetworkDocuments current)
    {
        var epochs = _issued.ToImmutableSortedDictionary(
            pair => pair.Key, pair => pair.Value.Manifest.Epoch, StringComparer.Ordinal);
        if (!epochs.SequenceEqual(_told) && _issued.Values.All(issue => issue.Arrived))
        {
            _told = epochs;
            Steered?.Invoke(SnapshotCompiler.Steering(current, epochs, time.GetUtcNow()));
        }
    }

    private async Task PublishAsync(
        CompiledLocation location, long revision, bool again, CancellationToken cancellation)
    {
        _issued.TryGetValue(location.Location, out var known);
        if (location.SameContentAs(known?.Content))
        {
            if (!again && known!.Arrived)
            {
                return;
            }
        }
        else
        {
            // A departure changes the content without any document; the epoch has to rise all the same, and to stay
            // below every later revision.
            var epoch = known is null || revision > known.Manifest.Epoch
                ? revision
                : await memory.WriteAsync("departure", location.Location, cancellation);
            known = new Issue(location, new Manifest(location.Location, epoch, location.Entries), false);
            _issued = _issued.SetItem(location.Location, known);
        }

        var result = await bus.PublishSnapshotAsync(known!.Manifest, location.Sections, cancellation);
        _issued = _issued.SetItem(location.Location, known with { Arrived = result.Done });
        if (result.Done)
        {
            Log.Published(log, location.Location, known.Manifest.Epoch, location.Entries.Length);
            Published?.Invoke(location.Location, known.Manifest.Epoch);
        }
        else
        {
            Log.PublishLater(log, location.Location, known.Manifest.Epoch, result.Reason);
        }
    }

    private sealed record Issue(CompiledLocation Content, Manifest Manifest, bool Arrived);
}
