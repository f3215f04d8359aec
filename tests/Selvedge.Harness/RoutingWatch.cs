using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Selvedge.Harness;

/// <summary>Asks the DNS of nodes without pause, for clients of many networks, whether users are sent to one
/// place.</summary>
public sealed class RoutingWatch : IAsyncDisposable
{
    /// <summary>The clients that the development network knows the place of; each is sent to the two nearest.</summary>
    public static readonly IReadOnlyList<string> KnownClients = ["203.0.113.0", "198.51.100.0", "192.0.2.0"];

    /// <summary>Between two questions to one node: all clients are asked for in some twenty milliseconds, and the nodes
    /// have time for more than answering this.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<List<Sight>> _nodes = [];
    private readonly Task _asking;

    private RoutingWatch(LiveNetwork network, IReadOnlyList<string> nodesAt, IPAddress place)
    {
        var clients = KnownClients.Concat(
            Enumerable.Range(1, 5).Select(number => string.Create(CultureInfo.InvariantCulture, $"100.64.{number}.0")));
        List<Task> loops = [];
        foreach (var location in nodesAt)
        {
            var sights = clients.Select(client => new Sight(client)).ToList();
            _nodes.Add(sights);
            loops.Add(AskAsync(new IPEndPoint(network.AddressOf(location), network.Dns.Port), sights, place));
        }

        _asking = Task.WhenAll(loops);
    }

    /// <summary>Whether every node has answered for every client, and sent some of them to the place.</summary>
    public bool IsNamedByAll => _nodes.TrueForAll(sights =>
        sights.TrueForAll(sight => sight.Answers > 0) && sights.Exists(sight => sight.Named > 0));

    /// <summary>When, by <see cref="Stopwatch.GetTimestamp"/>, the last (node, client) got its first answer without the
    /// place after the last one with it; null while somebody is sent there or has not been answered yet.</summary>
    public long? UnroutedAt
    {
        get
        {
            var since = _nodes.SelectMany(sights => sights).Select(sight => sight.CleanSince).ToList();
            return since.Contains(0) ? null : since.Max();
        }
    }

    /// <summary>Starts to ask.</summary>
    /// <param name="network">Whose site.</param>
    /// <param name="nodesAt">The locations whose nodes are asked, each at its own address.</param>
    /// <param name="location">The place that is watched.</param>
    public static RoutingWatch Start(LiveNetwork network, IReadOnlyList<string> nodesAt, string location) =>
        new(network, nodesAt, network.AddressOf(location));

    /// <summary>Waits until nobody has been sent to the place for a while.</summary>
    /// <param name="quietFor">How long: no answer may name it again within this time.</param>
    /// <param name="limit">How long to wait.</param>
    /// <returns>When the last one stopped being sent there, by <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public async Task<long> QuietAsync(TimeSpan quietFor, TimeSpan limit)
    {
        await LiveNetwork.UntilAsync(
            () => Task.FromResult(UnroutedAt is { } at && Stopwatch.GetElapsedTime(at) >= quietFor),
            limit,
            "nobody is sent there");
        return UnroutedAt!.Value;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync(IPEndPoint server, List<Sight> sights, IPAddress place)
    {
        for (var turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            var sight = sights[turn % sights.Count];
            if (await DnsAsk.AddressesAsync(server, LiveNetwork.Hostname, sight.Client) is { } addresses)
            {
                sight.Take(addresses.Contains(place));
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // What one node told of one client. Written by one loop, read by others.
    private sealed class Sight(string client)
    {
        private long _cleanSince;
        private int _answers;
        private int _named;

        public string Client { get; } = client;

        public long CleanSince => Interlocked.Read(ref _cleanSince);

        public int Answers => Volatile.Read(ref _answers);

        public int Named => Volatile.Read(ref _named);

        public void Take(bool named)
        {
            Interlocked.Increment(ref _answers);
            if (named)
            {
                Interlocked.Increment(ref _named);
                Interlocked.Exchange(ref _cleanSince, 0);
            }
            else if (CleanSince == 0)
            {
                Interlocked.Exchange(ref _cleanSince, Stopwatch.GetTimestamp());
            }
        }
    }
}
