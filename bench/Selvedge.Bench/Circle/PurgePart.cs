using System.Diagnostics;
using System.Text.Json.Nodes;
using Selvedge.Bench.Figures;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>From sending a purge to its receipt that names every node, as whoever purges sees it.</summary>
internal static class PurgePart
{
    private const int Purges = 100;

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CircleNetwork network, CancellationToken cancellation)
    {
        var url = $"https://{LiveNetwork.Hostname}:{LiveNetwork.HttpsPort}/map.svg";
        List<double> milliseconds = [];
        var missing = 0;
        for (var purge = 0; purge < Purges; purge++)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await network.Api.PostAsync(
                "/selvedge/v1/purges", new JsonObject { ["url"] = url }, cancellation);
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            var receipt = answer["items"]!.AsArray().Single();
            missing += LiveNetwork.Locations.Count - JsonRead.Items(receipt, "answered").Count();
        }

        return
        [
            new Figure("purge_p50", Percentile.Of(milliseconds, 50), "ms"),
            new Figure("purge_p99", Percentile.Of(milliseconds, 99), "ms"),
            new Figure("purge_missing", missing, "answers"),
        ];
    }
}
