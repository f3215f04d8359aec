using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Compile;
using Selvedge.Control.Tests.Compile;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Verdicts;

/// <summary>A running record over a real store.</summary>
internal sealed class RecordScene : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly SiteId Shop = new("default", "shop");

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-record-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private SqliteResourceStore _store = null!;
    private Task _running = Task.CompletedTask;

    public FakeTimeProvider Time { get; } = new(Noon);

    public DecisionRecord Record { get; private set; } = null!;

    public static async Task<RecordScene> BeginAsync(VerdictTable? inForce = null)
    {
        var scene = new RecordScene();
        scene._store = await SqliteResourceStore.OpenAsync(
            Path.Combine(scene._folder, "store.db"), TimeProvider.System);
        await scene.RestartAsync(inForce);
        return scene;
    }

    /// <summary>Another process takes over.</summary>
    public async Task RestartAsync(VerdictTable? inForce = null)
    {
        Record = new DecisionRecord(_store, Time, NullLogger<DecisionRecord>.Instance);
        await Record.LoadAsync(inForce ?? VerdictTable.Empty, default);
        _running = Task.WhenAll(_running, Record.RunAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // So it ends.
        }

        await _store.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What the record knows of a moment.</summary>
    public Task<RecordedMoment?> AtAsync(TimeSpan after) =>
        Record.AtAsync(Noon + after, TestContext.Current.CancellationToken);

    /// <summary>Waits until so many entries stand in the store, and the record knows the newest of them.</summary>
    public async Task WrittenAsync(int tables, int steerings)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await IsWrittenAsync(tables, steerings))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    /// <summary>A table in which these places serve the shop.</summary>
    public static VerdictTable Table(long epoch, TimeSpan after, params string[] serving) => new(
        epoch,
        Noon + after,
        [
            .. NetworkScene.ThreePlaces().Locations.Keys.Select(place => serving.Contains(place, StringComparer.Ordinal)
                ? new Verdict(Shop, place, true, [$"{place}-1"], [])
                : new Verdict(Shop, place, false, [], [new ShutGate(Gate.Current, "StatusStale", "", Noon + after)])),
        ]);

    /// <summary>The shop at three places, and a network of clients in New York.</summary>
    public static SteeringState Steering(TimeSpan after, long epoch, SiteSteering? steering = null)
    {
        var shop = NetworkScene.Shop();
        shop = shop with { Spec = shop.Spec with { Steering = steering ?? new SiteSteering() } };
        var documents = NetworkScene.ThreePlaces(shop);
        var state = SnapshotCompiler.Steering(
            documents,
            documents.Locations.Keys.ToImmutableSortedDictionary(name => name, _ => epoch, StringComparer.Ordinal),
            Noon + after);
        return state with
        {
            Network = state.Network with
            {
                Locations =
                [
                    .. state.Network.Locations.Select(location => location with { Coordinates = On(location.Name) }),
                ],
                Clients =
                [
                    new("198.51.100.0/24", "US", new Coordinates { Latitude = 40.7, Longitude = -74 }),
                    new("198.51.0.0/16", "AU", new Coordinates { Latitude = -33.9, Longitude = 151.2 }),
                ],
            },
        };
    }

    private static Coordinates On(string place) => place switch
    {
        "fra" => new Coordinates { Latitude = 50.1, Longitude = 8.7 },
        "nyc" => new Coordinates { Latitude = 40.7, Longitude = -74 },
        _ => new Coordinates { Latitude = -33.9, Longitude = 151.2 },
    };

    private async Task<bool> IsWrittenAsync(int tables, int steerings)
    {
        var stored = (await _store.ListAsync("verdictrecord.selvedge.dev", null, default)).Items;
        if (stored.Count != tables
            || (await _store.ListAsync("steeringrecord.selvedge.dev", null, default)).Items.Count != steerings)
        {
            return false;
        }

        var newest = tables == 0 ? null : CoreJson.Read<Stored>(stored[^1].Document).Value;
        return tables == 0 || steerings == 0
            || (await Record.AtAsync(DateTimeOffset.MaxValue, default))?.Table.Epoch == newest?.Epoch;
    }

    private sealed record Stored(VerdictTable? Value);
}
