using System.Globalization;
using Selvedge.Bench.Figures;
using Selvedge.Core.Tests.Network.Routing;

namespace Selvedge.Bench.Network;

/// <summary>From an event at the place that users are sent to until the provider's router sends them elsewhere; what a
/// drain costs; and what is left when a third of many places is lost.</summary>
internal static class AnycastPart
{
    private const int Runs = 5;
    private const int Requests = 10_000;
    private const int Users = 6;
    private const int Places = 50;

    /// <summary>Two checks of 200 ms, and the routers.</summary>
    private const double ServiceDeathAtMost = 600;

    /// <summary>BFD of three packets of 100 ms, and the routers.</summary>
    private const double SilentDeathAtMost = 500;

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Progress progress, CancellationToken cancellation)
    {
        if (AnycastLab.Obstacle is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        List<Figure> figures = [];
        await using var lab = await progress.StepAsync("anycast: a router and three places", AnycastLab.StartAsync);
        foreach (var happening in AnycastEvent.All)
        {
            var milliseconds = await progress.StepAsync(
                $"anycast: {happening.Name}, {Runs} times", () => RepeatAsync(lab, happening, cancellation));
            double? most = happening.Name switch
            {
                "service_death" => ServiceDeathAtMost,
                "silent_death" => SilentDeathAtMost,
                _ => null,
            };
            figures.Add(new Figure(happening.Name + "_median", Percentile.Of(milliseconds, 50), "ms", most));
            figures.Add(new Figure(happening.Name + "_worst", Percentile.Of(milliseconds, 100), "ms"));
        }

        figures.AddRange(await progress.StepAsync("anycast: a drain under load", () => DrainAsync(lab, cancellation)));
        figures.AddRange(await progress.StepAsync(
            $"anycast: a third of {Places} simulated places is lost", () => Task.Run(Lose, cancellation)));
        return figures;
    }

    private static async Task<List<double>> RepeatAsync(
        AnycastLab lab, AnycastEvent happening, CancellationToken cancellation)
    {
        List<double> milliseconds = [];
        for (var run = 0; run < Runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            milliseconds.Add((await happening.MeasureAsync(lab)).TotalMilliseconds);
        }

        return milliseconds;
    }

    private static async Task<IReadOnlyList<Figure>> DrainAsync(AnycastLab lab, CancellationToken cancellation)
    {
        await lab.SettledAsync();
        var pop = await lab.BestAsync();
        var users = lab.Ask($"http://{AnycastLab.Address4}/", Requests, Users);
        await lab.DrainAsync(pop, true);
        await users.ExitAsync(cancellation);
        await lab.DrainAsync(pop, false);
        var counts = users.Lines.Single().Split(' ')
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return
        [
            new Figure("drain_requests", counts[0], "requests"),
            new Figure("drain_retried", counts[1], "requests"),
            new Figure("drain_failed", counts[2], "requests", 0),
        ];
    }

    private static IReadOnlyList<Figure> Lose()
    {
        var simulation = new AnycastSimulation(Places, seed: 1);
        simulation.Run();
        return
        [
            new Figure("simulated_places_lost", simulation.Lost, "places"),
            new Figure("simulated_places_left_fewest", simulation.FewestLeft, "places"),
            new Figure("simulated_prefixes_dark", simulation.Dark, "moments", 0),
        ];
    }
}
