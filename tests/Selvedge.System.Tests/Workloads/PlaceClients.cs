using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Workloads;

/// <summary>One client a location that asks the application there without pause, and counts what it is told. None
/// retries.</summary>
internal sealed class PlaceClients : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<(string Location, string Version), int> _answers = new();
    private readonly Task _running;

    public PlaceClients(LiveNetwork network) =>
        _running = Task.WhenAll(LiveNetwork.Locations.Select(location => RunAsync(network, location)));

    public int Answers(string location, string version) => _answers.GetValueOrDefault((location, version));

    /// <summary>Stops, and fails where a request did.</summary>
    public async Task NoneFailedAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Assert.Empty(_failures);
        Assert.All(LiveNetwork.Locations, location => Assert.True(
            _answers.Where(entry => entry.Key.Location == location).Sum(entry => entry.Value) > 50,
            $"too few requests at {location}"));
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
        client.BaseAddress = new Uri($"https://{ClockFixture.Hostname}:{LiveNetwork.HttpsPort}");
        while (!_stop.IsCancellationRequested)
        {
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

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
