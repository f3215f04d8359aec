using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Workloads;

/// <summary>One client a location that asks the application there without pause, and counts what it is told. None
/// retries.</summary>
internal sealed class PlaceClients : IAsyncDisposable
{
    private const int RequestsMin = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<(string Location, string Version), int> _answers = new();
    private readonly string _hostname;
    private readonly IReadOnlyList<string> _locations;
    private readonly Task _running;

    public PlaceClients(
        LiveNetwork network, string hostname = ClockFixture.Hostname, IReadOnlyList<string>? locations = null)
    {
        (_hostname, _locations) = (hostname, locations ?? LiveNetwork.Locations);
        _running = Task.WhenAll(_locations.Select(location => RunAsync(network, location)));
    }

    /// <summary>Between two questions of one client; a question that is answered late is not caught up on.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(15);

    public int Answers(string location, string version) => _answers.GetValueOrDefault((location, version));

    /// <summary>Stops once every place was asked often enough to tell, and fails where a request did.</summary>
    public async Task NoneFailedAsync()
    {
        await LiveNetwork.UntilAsync(
            () => Task.FromResult(!_failures.IsEmpty || _locations.All(location =>
                _answers.Where(entry => entry.Key.Location == location).Sum(entry => entry.Value) >= RequestsMin)),
            Limit,
            "every place is asked");
        await _stop.CancelAsync();
        await _running;
        Assert.Empty(_failures);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(LiveNetwork network, string location)
    {
        using var client = network.ClientOf(location);
        client.BaseAddress = new Uri($"https://{_hostname}:{LiveNetwork.HttpsPort}");
        while (!_stop.IsCancellationRequested)
        {
            var asked = TimeProvider.System.GetTimestamp();
            try
            {
                using var response = await client.GetAsync("/api/where", CancellationToken.None);
                var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    var version = (string)JsonNode.Parse(text)!["version"]!;
                    _answers.AddOrUpdate((location, version), 1, (_, count) => count + 1);
                }
                else
                {
                    _failures.Enqueue($"{location}: {response.StatusCode}");
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                _failures.Enqueue($"{location}: {error.Message}");
            }

            var rest = Interval - TimeProvider.System.GetElapsedTime(asked);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
