using System.Diagnostics;
using System.Globalization;
using Selvedge.Bench.Figures;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Bench.Placement;

/// <summary>How good the places are that the solver finds in a given time, against published optima.</summary>
internal static class PlacementArea
{
    private const int Seed = 1;

    private static readonly TimeSpan MedianTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarehouseTime = TimeSpan.FromSeconds(2);

    /// <summary>For the command line.</summary>
    public static Area Area { get; } = new(
        "placement",
        "the answers of placement's solver against published optima and bounds",
        [
            ("median", "OR-Library's p-median instances, 1 s each"),
            ("warehouse", "OR-Library's capacitated warehouse location instances, 2 s each"),
            ("cities", "300 locations for the 3,000 most populous cities, 2 s, against the Lagrangian bound"),
            ("wave", "the same through a day's wave of demand: moves and their cost against plans made anew"),
        ],
        MeasureAsync);

    private static async Task MeasureAsync(
        IReadOnlySet<string> wanted,
        Progress progress,
        Action<IReadOnlyList<Figure>> report,
        CancellationToken cancellation)
    {
        if (wanted.Contains("median"))
        {
            report(await MedianAsync(progress, cancellation));
        }

        if (wanted.Contains("warehouse"))
        {
            report(await WarehouseAsync(progress, cancellation));
        }

        if (wanted.Contains("cities"))
        {
            report(await CitiesPart.GapAsync(progress));
        }

        if (wanted.Contains("wave"))
        {
            report(await CitiesPart.WaveAsync(progress, cancellation));
        }
    }

    private static async Task<IReadOnlyList<Figure>> MedianAsync(Progress progress, CancellationToken cancellation)
    {
        var folder = SharedData.Folder("pmed");
        var optima = SharedData.Optima(Path.Combine(folder, "pmedopt.txt"));
        var gaps = new List<(string Name, double Gap)>();
        foreach (var (name, optimum) in optima.Where(known => File.Exists(Path.Combine(folder, $"{known.Key}.txt"))))
        {
            cancellation.ThrowIfCancellationRequested();
            var problem = MedianInstance.Read(Path.Combine(folder, $"{name}.txt"));
            gaps.Add((name, await GapAsync(name, problem, optimum, MedianTime, progress)));
        }

        return
        [
            .. gaps.Select(gap => new Figure($"median_gap_{gap.Name}", gap.Gap, "%")),
            new Figure("median_not_optimal", gaps.Count(gap => gap.Gap > 1e-6), "instances", gaps.Count - 28),
            new Figure("median_gap_mean", gaps.Average(gap => gap.Gap), "%", 0.05),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> WarehouseAsync(Progress progress, CancellationToken cancellation)
    {
        var folder = SharedData.Folder("cap");
        var optima = SharedData.Optima(SharedData.Folder("capopt.txt"));
        var gaps = new List<(string Name, double Gap)>();
        foreach (var (name, optimum) in optima)
        {
            cancellation.ThrowIfCancellationRequested();
            var (file, capacity) = Where(name);
            var path = Path.Combine(folder, file);
            if (File.Exists(path))
            {
                gaps.Add((name, await GapAsync(
                    name, WarehouseInstance.Read(path, capacity), optimum, WarehouseTime, progress)));
            }
        }

        return
        [
            .. gaps.Select(gap => new Figure($"warehouse_gap_{gap.Name}", gap.Gap, "%")),
            new Figure("warehouse_gap_mean", gaps.Average(gap => gap.Gap), "%", 0.3),
            new Figure("warehouse_gap_worst", gaps.Max(gap => gap.Gap), "%", 1),
        ];
    }

    // "capa(8000)" is capa.txt with 8000 for every capacity.
    private static (string File, double? Capacity) Where(string name) =>
        name.IndexOf('(', StringComparison.Ordinal) is > 0 and var at
            ? ($"{name[..at]}.txt",
                double.Parse(name.AsSpan(at + 1, name.Length - at - 2), CultureInfo.InvariantCulture))
            : ($"{name}.txt", null);

    private static Task<double> GapAsync(
        string name, FacilityProblem problem, double optimum, TimeSpan time, Progress progress) =>
        progress.StepAsync(
            FormattableString.Invariant($"{name}: {problem.Facilities} places, {problem.Clients} clients"),
            () =>
            {
                var watch = Stopwatch.StartNew();
                var found = FacilitySolver.Solve(problem, new Random(Seed), () => watch.Elapsed < time)
                    ?? throw new InvalidOperationException($"{name} has no answer within its capacities.");
                progress.Note(FormattableString.Invariant(
                    $"{name} {found.Cost:F3} of {optimum:F3}, {found.Open.Length} open"));
                // The optima are published with three digits behind the point; the zero makes -0 a 0.
                return Task.FromResult(Math.Round(100 * ((found.Cost / optimum) - 1), 6) + 0.0);
            });
}
