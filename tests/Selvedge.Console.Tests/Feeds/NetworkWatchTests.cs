using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Console.Feeds;
using Selvedge.Console.Model;
using static Selvedge.Console.Tests.Feeds.Documents;

namespace Selvedge.Console.Tests.Feeds;

/// <summary>The real reader before the stand-in API, over real HTTP.</summary>
public sealed class NetworkWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly StandInApi _api = new();
    private readonly CancellationTokenSource _stop = new();
    private HttpClient? _client;
    private NetworkWatch? _watch;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        await _api.StartAsync();
        _client = ApiClient.Create(new ConsoleOptions { Api = _api.Address, Token = StandInApi.Token });
        _watch = new NetworkWatch(_client, TimeProvider.System, NullLogger.Instance);
        _running = _watch.RunAsync(_stop.Token);
        await UntilAsync(state => state.Link.StateAt(TimeProvider.System.GetUtcNow()) == LinkState.Live);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client?.Dispose();
        await _api.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_watch_that_ends_is_resumed_where_it_ended()
    {
        _api.Put(Locations, Location("fra", "Frankfurt", "DE", 50, 8));
        await UntilAsync(state => state.View.Locations.ContainsKey("fra"));

        _api.EndWatches();
        _api.Put(Locations, Location("nyc", "New York", "US", 40, -74));

        await UntilAsync(state => state.View.Locations.ContainsKey("nyc"));
        Assert.Single(_api.Asked, asked => asked == Locations);
    }

    [Fact]
    public async Task After_410_gone_the_collection_is_listed_anew()
    {
        var fra = Location("fra", "Frankfurt", "DE", 50, 8);
        _api.Put(Locations, fra);
        await UntilAsync(state => state.View.Locations.ContainsKey("fra"));

        _api.Remove(Locations, fra);
        _api.Put(Locations, Location("nyc", "New York", "US", 40, -74));
        _api.Compact();
        _api.EndWatches();

        await UntilAsync(state => _api.Asked.Count(asked => asked == Locations) == 2);
        await UntilAsync(state => state.View.Locations.Keys.SequenceEqual(["nyc"], StringComparer.Ordinal));
        await UntilAsync(state => state.Link.Watching.Count == Enum.GetValues<ApiCollection>().Length);
    }

    [Fact]
    public async Task A_deleted_document_goes()
    {
        var fra = Location("fra", "Frankfurt", "DE", 50, 8);
        _api.Put(Locations, fra);
        await UntilAsync(state => state.View.Locations.ContainsKey("fra"));

        _api.Remove(Locations, fra);

        await UntilAsync(state => state.View.Locations.IsEmpty);
    }

    [Fact]
    public async Task A_control_plane_that_dies_keeps_the_last_picture_and_one_that_returns_is_followed()
    {
        _api.Put(Locations, Location("fra", "Frankfurt", "DE", 50, 8));
        await UntilAsync(state => state.View.Locations.ContainsKey("fra"));

        await _api.StopAsync();
        await UntilAsync(state => state.Link.StateAt(TimeProvider.System.GetUtcNow()) == LinkState.Unreachable);
        Assert.Contains("fra", _watch!.Current.View.Locations.Keys);

        await _api.StartAsync();
        _api.Put(Locations, Location("nyc", "New York", "US", 40, -74));
        await UntilAsync(state => state.View.Locations.ContainsKey("nyc"));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_collection_that_the_api_withholds_is_named_and_the_rest_is_live(int status)
    {
        await using var api = new StandInApi();
        await api.StartAsync();
        api.Withheld[Prefixes] = status;
        using var client = ApiClient.Create(new ConsoleOptions { Api = api.Address, Token = StandInApi.Token });
        var watch = new NetworkWatch(client, TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource(Deadline);
        var running = watch.RunAsync(stop.Token);

        while (!watch.Current.Link.Withheld.ContainsKey(ApiCollection.Prefixes)
            || watch.Current.Link.StateAt(TimeProvider.System.GetUtcNow()) != LinkState.Live)
        {
            await watch.Changed.WaitAsync(stop.Token);
        }

        Assert.Contains($"{status}", watch.Current.Link.Withheld[ApiCollection.Prefixes], StringComparison.Ordinal);
        api.Withheld.Clear();
        while (!watch.Current.Link.Withheld.IsEmpty)
        {
            await watch.Changed.WaitAsync(stop.Token);
        }

        await stop.CancelAsync();
        await running;
    }

    private async Task UntilAsync(Func<NetworkState, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var changed = _watch!.Changed;
            if (condition(_watch.Current))
            {
                return;
            }

            await changed.WaitAsync(deadline.Token);
        }
    }
}
