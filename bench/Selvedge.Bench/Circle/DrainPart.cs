using System.Diagnostics;
using System.Text.Json.Nodes;
using Selvedge.Bench.Figures;
using Selvedge.Harness;

namespace Selvedge.Bench.Circle;

/// <summary>From the API's answer to a drain to the moment when no node's DNS sends anybody there.</summary>
internal static class DrainPart
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CircleNetwork network, CancellationToken cancellation)
    {
        List<double> seconds = [];
        foreach (var location in LiveNetwork.Locations)
        {
            await network.ServiceableAsync(cancellation);
            await using (var watch = RoutingWatch.Start(network.Live, LiveNetwork.Locations, location))
            {
                await LiveNetwork.UntilAsync(
                    () => Task.FromResult(watch.IsNamedByAll), Limit, $"every node sends somebody to {location}");
                await SetAsync(network, location, drained: true, cancellation);
                var answered = Stopwatch.GetTimestamp();
                var unrouted = await watch.QuietAsync(QuietFor, Limit);
                seconds.Add(Math.Max(0, Stopwatch.GetElapsedTime(answered, unrouted).TotalSeconds));
            }

            await SetAsync(network, location, drained: false, cancellation);
        }

        await network.ServiceableAsync(cancellation);
        return [new Figure("drain_unrouted", seconds.Max(), "s")];
    }

    private static Task<JsonObject> SetAsync(
        CircleNetwork network, string location, bool drained, CancellationToken cancellation) => network.Api.MergeAsync(
            $"/apis/selvedge.dev/v1/locations/{location}?fieldManager=bench",
            new JsonObject { ["spec"] = new JsonObject { ["drained"] = drained } },
            cancellation);
}
