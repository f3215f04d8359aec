using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Placement;

/// <summary>Places the namespaces that have a ConfigMap <c>location-optimizer</c>: plans once a step and whenever what
/// the plan hangs on changes, stores the plan, and lets the places that were go once the places to be serve. All else
/// follows from the stored plan: it is what sites and workloads are placed by.</summary>
public sealed class PlacementLoop : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>A location of which nothing was heard for so long takes nothing. Users are sent elsewhere long before;
    /// a short silence is no reason to move.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(2);

    /// <summary>For one search; a network of 300 locations and 3,000 regions takes two seconds to be near the
    /// best.</summary>
    private static readonly TimeSpan SolveTime = TimeSpan.FromMilliseconds(300);

    /// <summary>For one search, for each location: small networks are searched through and through in far fewer, and
    /// the search itself never ends.</summary>
    private const int StepsPerLocation = 100;

    private readonly DocumentCache _cache;
    private readonly PlacementEvidence _evidence;
    private readonly EventRecorder _events;
    private readonly PlacementOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger<PlacementLoop> _log;
    private readonly PlanWriter _writer;
    private readonly DemandMemory _memory;
    private readonly LatencyMemory _latencyMemory;
    private readonly PlacementMetrics _metrics = new();
    private readonly Dictionary<string, (long Step, string Inputs)> _planned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _heard = new(StringComparer.Ordinal);
    private readonly LoopTrouble _trouble;

    /// <summary>Works by what the cache knows.</summary>
    public PlacementLoop(
        DocumentCache cache,
        DocumentStore documents,
        InternalDocuments memory,
        PlacementEvidence evidence,
        EventRecorder events,
        PlacementOptions options,
        TimeProvider time,
        Random random,
        Func<string> newId,
        ILogger<PlacementLoop> log)
    {
        (_cache, _evidence, _events, _options) = (cache, evidence, events, options);
        (_time, _random, _log) = (time, random, log);
        Demand = new DemandBook(options.Pace, time);
        Latency = new LatencyBook(time);
        _writer = new PlanWriter(documents, time, newId);
        _memory = new DemandMemory(memory, Demand, options.Pace, time);
        _trouble = new LoopTrouble(reason => Log.StoreRefuses(log, reason));
        _latencyMemory = new LatencyMemory(memory, Latency, options.Pace, time);
    }

    /// <summary>What clients ask for.</summary>
    public DemandBook Demand { get; }

    /// <summary>How far they are.</summary>
    public LatencyBook Latency { get; }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        do
        {
            await WorkAsync(cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    /// <summary>The namespaces that are placed.</summary>
    public ImmutableArray<string> Namespaces => [.. Maps(_cache.Current).Select(map => map.Metadata.Namespace)];

    /// <summary>What a plan made now would be; nothing is stored or moved by it. Null: the namespace has no
    /// <c>location-optimizer</c>.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="without">A location that is taken not to be there; null: none.</param>
    public PlanReport? Preview(string space, string? without)
    {
        var documents = _cache.Current;
        return documents.ConfigMaps.TryGetValue(new SiteId(space, LocationOptimizer.Name), out var map)
            ? Draft(Scene(documents, space), map, new Random(0), without).Report
            : null;
    }

    /// <summary>Everything that is to be done now.</summary>
    internal async Task WorkAsync(CancellationToken cancellation)
    {
        var documents = _cache.Current;
        if (documents.Revision < _writer.Written)
        {
            // What was just decided is not seen yet.
            return;
        }

        await _trouble.RoundAsync(async () =>
        {
            Listen(documents);
            var maps = Maps(documents).ToList();
            var spaces = maps.ConvertAll(map => map.Metadata.Namespace);
            foreach (var map in maps)
            {
                await _memory.LoadAsync(map.Metadata.Namespace, cancellation);
            }

            await _memory.KeepAsync(spaces, cancellation);
            Latency.Keep(documents);
            if (spaces.Count > 0)
            {
                await _latencyMemory.LoadAsync(documents, cancellation);
                await _latencyMemory.KeepAsync(cancellation);
            }

            Demand.Keep(documents.Sites.Values.Select(site => site.Metadata.Namespace).Concat(spaces)
                .ToHashSet(StringComparer.Ordinal));
            foreach (var map in maps)
            {
                await LoopTrouble.EachAsync(
                    () => WorkAsync(documents, map, cancellation),
                    error => Log.WorkFailed(_log, error, map.Metadata.Namespace));
            }

            foreach (var space in documents.Plans.Keys.Except(spaces, StringComparer.Ordinal).ToList())
            {
                _planned.Remove(space);
                await _writer.RemoveAsync(space, cancellation);
            }
        });
    }

    private static IEnumerable<ConfigMap> Maps(NetworkDocuments documents) =>
        documents.ConfigMaps.Values.Where(map => map.Metadata.Name == LocationOptimizer.Name);

    private async Task WorkAsync(NetworkDocuments documents, ConfigMap map, CancellationToken cancellation)
    {
        var scene = Scene(documents, map.Metadata.Namespace);
        if (scene.Plan is not { IsDecided: true } && !Demand.IsKnown)
        {
            // Everything is placed everywhere: nobody is worse off for a wait, and some would be for a guess.
            return;
        }

        var due = (_time.GetUtcNow().UtcTicks / _options.Pace.Step.Ticks, PlanInputs.Of(scene, map));
        if (!_planned.TryGetValue(scene.Namespace, out var last) || last != due)
        {
            await PlanAsync(scene, map, cancellation);
            _planned[scene.Namespace] = due;
        }
        else if (scene.Plan is { Spec.Leaving.IsEmpty: false } plan
            && PlaceRelease.WaitsFor(scene, plan.Spec, _evidence.Verdicts()) is null)
        {
            await _writer.WriteAsync(
                map, plan.Spec with { Leaving = [] },
                plan.Status with { Conditions = PlanConditions.Settled(plan, _time.GetUtcNow()) }, cancellation);
            _metrics.Moved("left", plan.Spec.Leaving.Length);
            var places = string.Join(", ", plan.Spec.Leaving);
            Log.Left(_log, scene.Namespace, places);
            _events.Normal(
                KeyOf(map), "ConfigMap", "PlacesLeft",
                $"{places}: nobody new is sent there, since {string.Join(", ", plan.Spec.Locations)} serve.");
        }
    }

    private async Task PlanAsync(PlacementScene scene, ConfigMap map, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var draft = Draft(scene, map, _random, null);
        var outcome = draft.Report switch
        {
            { Problems.IsEmpty: false } => "problem",
            { Conflict: not null } => "conflict",
            _ => "planned",
        };
        _metrics.Planned(outcome, _time.GetElapsedTime(started));
        var before = scene.Plan?.Status ?? new StoredPlanStatus();
        var moved = !draft.Report.Moves.IsEmpty;
        var status = new StoredPlanStatus
        {
            Plan = draft.Report with { Leaving = draft.Spec.Leaving },
            LastMoves = moved ? draft.Report.Moves : before.LastMoves,
            MovedAt = moved ? draft.Report.At : before.MovedAt,
        };
        await _writer.WriteAsync(
            map, draft.Spec,
            status with { Conditions = PlanConditions.Of(status, before, draft.Report.At) }, cancellation);
        Tell(map, before, draft);
    }

    private void Tell(ConfigMap map, StoredPlanStatus before, PlanDraft draft)
    {
        var report = draft.Report;
        var trouble = PlanConditions.Trouble(report);
        if (trouble is not null && trouble != (before.Plan is { } earlier ? PlanConditions.Trouble(earlier) : null))
        {
            _events.Warning(
                KeyOf(map), "ConfigMap", report.Conflict is null ? "StrategyUnreadable" : "PlacementConflict",
                $"{trouble} All stays where it is.");
        }

        if (report.Moves.IsEmpty)
        {
            return;
        }

        foreach (var move in report.Moves)
        {
            _metrics.Moved(move.IsIn ? "in" : "out", 1);
            _events.Normal(
                KeyOf(map), "ConfigMap", move.IsIn ? "PlaceIn" : "PlaceOut", $"{move.Location}: {move.Reason}");
        }

        var places = string.Join(", ", draft.Spec.Locations);
        var moves = string.Join(' ', report.Moves.Select(move => $"{(move.IsIn ? '+' : '-')}{move.Location}"));
        Log.Planned(_log, report.Namespace, places, moves);
    }

    private PlanDraft Draft(PlacementScene scene, ConfigMap map, Random random, string? without) => PlanDraft.Make(
        scene, map, constraints => Demand.Read(scene.Namespace, constraints), _time.GetUtcNow(), random,
        () =>
        {
            var (began, steps) = (_time.GetTimestamp(), StepsPerLocation * scene.Documents.Locations.Count);
            return () => steps-- > 0 && _time.GetElapsedTime(began) < SolveTime;
        },
        without);

    private PlacementScene Scene(NetworkDocuments documents, string space)
    {
        lock (_heard)
        {
            var now = _time.GetUtcNow();
            var silent = documents.Locations.Keys
                .Where(location => _heard.TryGetValue(location, out var at) && now - at > SilenceMax)
                .ToHashSet(StringComparer.Ordinal);
            return new PlacementScene(documents, space, silent, _options)
            {
                MeasuredMilliseconds = Latency.Milliseconds,
            };
        }
    }

    // Where users are still sent to, since a guard holds it, is not silent: it is we who are deaf.
    private void Listen(NetworkDocuments documents)
    {
        var now = _time.GetUtcNow();
        var heard = _evidence.LiveNodes().Values.Select(status => status.Location)
            .Concat(_evidence.Verdicts().Verdicts.Where(verdict => verdict.Serviceable)
                .Select(verdict => verdict.Location))
            .ToHashSet(StringComparer.Ordinal);
        lock (_heard)
        {
            foreach (var location in documents.Locations.Keys)
            {
                if (heard.Contains(location) || !_heard.ContainsKey(location))
                {
                    _heard[location] = now;
                }
            }
        }
    }

    private static ResourceKey KeyOf(ConfigMap map) =>
        new(ResourceNames.ConfigMaps, map.Metadata.Namespace, map.Metadata.Name);
}
