using System.Net;

namespace Selvedge.Harness;

/// <summary>A user behind a resolver that keeps nothing: each request resolves, connects anew and fetches; where that
/// fails it is tried once more, at the next address of the answer or, without one, after resolving again.</summary>
/// <param name="network">Whose site is fetched.</param>
/// <param name="clientNetwork">The user's /24, told by client subnet (RFC 7871).</param>
/// <param name="pause">Between requests; none by default.</param>
/// <param name="hostname">Of the site that is fetched; the example site by default.</param>
/// <param name="from">The address that it connects from; null: whichever the system takes.</param>
public sealed class RetryingClient(
    LiveNetwork network, string clientNetwork, TimeSpan pause = default, string hostname = LiveNetwork.Hostname,
    IPAddress? from = null)
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(5);

    private readonly Uri _page = new($"https://{hostname}:{LiveNetwork.HttpsPort}/");

    private readonly List<string> _failures = [];
    private IPAddress _target = IPAddress.None;

    /// <summary>How many requests were made; an attempt and its retry are one.</summary>
    public int Requests { get; private set; }

    /// <summary>How many of them needed the second attempt.</summary>
    public int Retries { get; private set; }

    /// <summary>The requests that failed twice, each with why.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Fetches one page after another until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var client = new HttpClient(network.Handler((_, cancellation) =>
            LiveNetwork.ConnectAsync(_target, cancellation, from)))
        {
            Timeout = AttemptLimit,
        };
        while (!stop.IsCancellationRequested)
        {
            Requests++;
            if (await FetchTwiceAsync(client) is { } failure)
            {
                _failures.Add($"request {Requests} of {clientNetwork}: {failure}");
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> FetchTwiceAsync(HttpClient client)
    {
        var addresses = await ResolveAsync();
        var first = await FetchAsync(client, addresses, 0);
        if (first is null)
        {
            return null;
        }

        Retries++;
        var second = addresses.Count > 1
            ? await FetchAsync(client, addresses, 1)
            : await FetchAsync(client, await ResolveAsync(), 0);
        return second is null ? null : $"{first}; {second}";
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync() =>
        await DnsAsk.AddressesAsync(network.Dns, hostname, clientNetwork)
            ?? await DnsAsk.AddressesAsync(network.Dns, hostname, clientNetwork)
            ?? [];

    // Null: good.
    private async Task<string?> FetchAsync(HttpClient client, IReadOnlyList<IPAddress> addresses, int index)
    {
        if (index >= addresses.Count)
        {
            return "no address";
        }

        var address = addresses[index];
        _target = address;
        using var request = new HttpRequestMessage(HttpMethod.Get, _page) { Headers = { ConnectionClose = true } };
        try
        {
            using var response = await client.SendAsync(request, CancellationToken.None);
            return response.StatusCode == HttpStatusCode.OK ? null : $"{address} answered {response.StatusCode}";
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return $"{address}: {error.Message}";
        }
    }
}
