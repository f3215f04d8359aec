using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>From the API's answer to a changed Site to the moment when every node serves by it. Each change gives one
/// file another lifetime in caches, which each node's own answers tell in Cache-Status.</summary>
internal static class ApplyPart
{
    private const int Applies = 120;
    private const string File = "css/atlas.css";
    private const string Path = "/apis/selvedge.dev/v1/namespaces/default/sites/atlas";

    /// <summary>The lifetime of the n-th change is n times as long: more than the file can age meanwhile.</summary>
    private const int StepSeconds = 10_000;

    /// <summary>In seconds.</summary>
    private const double TargetP99 = 1;

    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(20);

    /// <summary>Between two questions to one node; what it adds to the result is within this time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CircleNetwork network, CancellationToken cancellation)
    {
        List<double> fromAnswer = [];
        List<double> fromSending = [];
        var clients = LiveNetwork.Locations.Select(network.Live.ClientOf).ToList();
        try
        {
            for (var change = 1; change <= Applies; change++)
            {
                // At changing moments of every timer in the network, or it could be lucky each time.
                await Task.Delay(TimeSpan.FromMilliseconds(change * 37 % 200), cancellation);
                var effects = clients.Select(client => EffectAsync(client, change, cancellation)).ToList();
                var sent = Stopwatch.GetTimestamp();
                await network.ApplyAsync(Path, Document(change), cancellation);
                var answered = Stopwatch.GetTimestamp();
                var effective = (await Task.WhenAll(effects)).Max();
                fromAnswer.Add(Math.Max(0, Stopwatch.GetElapsedTime(answered, effective).TotalSeconds));
                fromSending.Add(Stopwatch.GetElapsedTime(sent, effective).TotalSeconds);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await network.ApplyAsync(Path, Document(change: null), cancellation);
        return
        [
            new Figure("apply_p50", Percentile.Of(fromAnswer, 50), "s"),
            new Figure("apply_p99", Percentile.Of(fromAnswer, 99), "s", TargetP99),
            new Figure("apply_with_write_p99", Percentile.Of(fromSending, 99), "s"),
            new Figure("apply_count", fromAnswer.Count, "applies"),
        ];
    }

    private static JsonObject Document(int? change)
    {
        var rule = new JsonObject
        {
            ["match"] = new JsonObject { ["path"] = $"/{File}" },
            ["ttl"] = string.Create(CultureInfo.InvariantCulture, $"{change * StepSeconds}s"),
        };
        return new JsonObject
        {
            ["apiVersion"] = "selvedge.dev/v1",
            ["kind"] = "Site",
            ["metadata"] = new JsonObject { ["name"] = "atlas" },
            ["spec"] = new JsonObject
            {
                ["cache"] = new JsonObject { ["rules"] = change is null ? new JsonArray() : new JsonArray(rule) },
            },
        };
    }

    // When the node's answers first showed the change.
    private static async Task<long> EffectAsync(HttpClient client, int change, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (await ShownAsync(client, cancellation) != change)
        {
            if (Stopwatch.GetElapsedTime(began) > EffectLimit)
            {
                throw new TimeoutException($"Change {change} had no effect within {EffectLimit.TotalSeconds} s.");
            }

            await Task.Delay(Pause, cancellation);
        }

        return Stopwatch.GetTimestamp();
    }

    // Which change the node serves by; 0 where its answer does not tell.
    private static async Task<int> ShownAsync(HttpClient client, CancellationToken cancellation)
    {
        using var request = CircleNetwork.Get(File, HttpVersion.Version20);
        using var response = await client.SendAsync(request, cancellation);
        const string Mark = "; ttl=";
        var status = response.Headers.TryGetValues("Cache-Status", out var values) ? values.First() : "";
        var at = status.IndexOf(Mark, StringComparison.Ordinal);
        return at >= 0
            && int.TryParse(status[(at + Mark.Length)..].Split(';')[0], CultureInfo.InvariantCulture, out var left)
                ? (left + StepSeconds - 1) / StepSeconds
                : 0;
    }
}
