using System.Diagnostics;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>Kills each location's node, while users of every continent resolve, connect and fetch: how long some node's
/// DNS goes on naming it, and what the users notice until it is back.</summary>
internal static class KillPart
{
    private const int Rounds = 2;

    /// <summary>In seconds.</summary>
    private const double UnroutedAtMost = 3;

    /// <summary>No answer may name it again within this time.</summary>
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(2);

    /// <summary>Shorter than a killed node stays dead.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Between two requests of one user: the three together make about a hundred a second, each with a
    /// handshake, which leaves the processor to the network that is measured.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CircleNetwork network, CancellationToken cancellation)
    {
        List<double> seconds = [];
        List<string> failures = [];
        var (requests, retries) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var location in LiveNetwork.Locations)
            {
                await network.ServiceableAsync(cancellation);
                using var stop = new CancellationTokenSource();
                var clients = RoutingWatch.KnownClients
                    .Select(client => new RetryingClient(network.Live, client, Pause)).ToList();
                var load = Task.WhenAll(clients.Select(client => client.RunAsync(stop.Token)));
                try
                {
                    seconds.Add(await UnroutedAsync(network.Live, location));
                    await network.ServiceableAsync(cancellation);
                }
                finally
                {
                    await stop.CancelAsync();
                    await load;
                }

                requests += clients.Sum(client => client.Requests);
                retries += clients.Sum(client => client.Retries);
                failures.AddRange(clients.SelectMany(client => client.Failures));
            }
        }

        foreach (var failure in failures)
        {
            network.Note(failure);
        }

        return
        [
            new Figure("kill9_unrouted", seconds.Max(), "s", UnroutedAtMost),
            new Figure("kill9_unrouted_p50", Percentile.Of(seconds, 50), "s"),
            new Figure("kill9_client_failures", failures.Count, "requests", 0),
            new Figure("kill9_client_retries", retries, "requests"),
            new Figure("kill9_client_requests", requests, "requests"),
        ];
    }

    private static async Task<double> UnroutedAsync(LiveNetwork network, string location)
    {
        var node = $"{location}-1";
        var survivors = LiveNetwork.Locations.Where(other => other != location).ToList();
        await using var watch = RoutingWatch.Start(network, survivors, location);
        await LiveNetwork.UntilAsync(
            () => Task.FromResult(watch.IsNamedByAll), Limit, $"every node sends somebody to {location}");
        var id = network.IdOf(node);
        var killed = Stopwatch.GetTimestamp();
        await network.SignalAsync(node, "KILL");
        var unrouted = await watch.QuietAsync(QuietFor, Limit);
        return network.IdOf(node) == id
            ? Stopwatch.GetElapsedTime(killed, unrouted).TotalSeconds
            : throw new InvalidOperationException($"{node} was started again while its loss was measured.");
    }
}
