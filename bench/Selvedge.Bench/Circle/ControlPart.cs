using System.Net;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>Kills the control process and the bus, and goes on fetching the whole site through every location. Leaves
/// them dead.</summary>
internal static class ControlPart
{
    private const int RequestsPerLocation = 10_000;

    /// <summary>Connections, or streams, of one location and version at once.</summary>
    private const int AtOnce = 4;

    /// <summary>Connections are made anew all the time: handshakes, too, have to do without control.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMilliseconds(500);

    // In this order.
    private static readonly IReadOnlyList<string> Killed = ["control", "bus"];

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CircleNetwork network, CancellationToken cancellation)
    {
        var live = network.Live;
        var files = live.SiteFiles
            .Select(file => (Name: file, Bytes: File.ReadAllBytes(Path.Combine(live.SiteRoot, file))))
            .ToList();
        var dead = Killed.Select(part => (Part: part, Id: live.IdOf(part))).ToList();
        foreach (var (part, _) in dead)
        {
            await live.SignalAsync(part, "KILL");
        }

        var loads = LiveNetwork.Locations
            .SelectMany(location => CircleNetwork.Versions.Select(version => (location, version)))
            .Select(load => FetchAsync(live, load.location, load.version, files, cancellation));
        var failures = (await Task.WhenAll(loads)).SelectMany(failures => failures).ToList();
        if (dead.Exists(one => live.IdOf(one.Part) != one.Id || Directory.Exists($"/proc/{one.Id}")))
        {
            throw new InvalidOperationException("Control or bus was started again while its loss was measured.");
        }

        foreach (var failure in failures.Take(10))
        {
            network.Note(failure);
        }

        return
        [
            new Figure("control_killed_failures", failures.Count, "requests", 0),
            new Figure("control_killed_requests", RequestsPerLocation * LiveNetwork.Locations.Count, "requests"),
        ];
    }

    private static async Task<List<string>> FetchAsync(
        LiveNetwork live,
        string location,
        Version version,
        List<(string Name, byte[] Bytes)> files,
        CancellationToken cancellation)
    {
        var handler = live.Handler((_, stop) => LiveNetwork.ConnectAsync(live.AddressOf(location), stop));
        handler.PooledConnectionLifetime = ConnectionLifetime;
        using var client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://{LiveNetwork.Hostname}:{LiveNetwork.HttpsPort}"),
            Timeout = TimeSpan.FromSeconds(20),
        };
        List<string> failures = [];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, RequestsPerLocation / CircleNetwork.Versions.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (number, stop) =>
            {
                var (name, bytes) = files[number % files.Count];
                if (await FailureAsync(client, name, version, bytes, stop) is { } failure)
                {
                    lock (failures)
                    {
                        failures.Add($"{name} at {location} over HTTP/{version}: {failure}");
                    }
                }
            });
        return failures;
    }

    private static async Task<string?> FailureAsync(
        HttpClient client, string file, Version version, byte[] expected, CancellationToken cancellation)
    {
        try
        {
            using var request = CircleNetwork.Get(file, version);
            using var response = await client.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.StatusCode != HttpStatusCode.OK ? $"status {(int)response.StatusCode}"
                : !body.AsSpan().SequenceEqual(expected) ? "other bytes"
                : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return error.Message;
        }
    }
}
