using System.Diagnostics;
using Selvedge.Bench.Figures;
using Selvedge.Core.Placement.Solving;
using Selvedge.Core.Resources;

namespace Selvedge.Bench.Placement;

/// <summary>A network as large as one may become, once and through a day.</summary>
internal static class CitiesPart
{
    private const int Seed = 1;

    /// <summary>Of the bound's search. It takes longer than the answer's: it is the measure, not what is
    /// measured.</summary>
    private const int BoundSteps = 400;

    /// <summary>A day in steps of three hours.</summary>
    private const int Phases = 8;

    private const double WaveHeight = 0.3;

    /// <summary>Opening a place, and closing one, as parts of what the mean place costs.</summary>
    private const double AdmissionPrice = 0.15;
    private const double DrainPrice = 0.05;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>How far the answer is from the best one at most.</summary>
    public static async Task<IReadOnlyList<Figure>> GapAsync(Progress progress)
    {
        var problem = Instance().Problem();
        var found = await SolveAsync("300 locations for 3,000 cities", problem, null, progress);
        var bound = await progress.StepAsync(
            "the Lagrangian bound", () => Task.FromResult(FacilityBound.Of(problem, found.Cost, BoundSteps)));
        return
        [
            new Figure("cities_open", found.Open.Length, "locations"),
            new Figure("cities_gap_to_bound", 100 * ((found.Cost / bound) - 1), "%", 0.6),
        ];
    }

    /// <summary>A wave of demand runs around the Earth. One plan follows it with the places it has and a price on every
    /// move, the other is made anew each time.</summary>
    public static async Task<IReadOnlyList<Figure>> WaveAsync(Progress progress, CancellationToken cancellation)
    {
        var instance = Instance();
        var first = await SolveAsync("the day's first plan", instance.Problem(), null, progress);
        var (warm, cold) = (first.Open.ToHashSet(), first.Open.ToHashSet());
        var (warmMoves, coldMoves) = (0, 0);
        var extra = new List<double>();
        for (var phase = 0; phase < Phases; phase++)
        {
            cancellation.ThrowIfCancellationRequested();
            var hour = phase * 24 / Phases;
            double Wave(Coordinates city) =>
                1 + (WaveHeight * Math.Sin(double.DegreesToRadians(city.Longitude + (15 * hour))));
            double Move(int location) =>
                instance.MeanOpening * (warm.Contains(location) ? -DrainPrice : AdmissionPrice);
            var anew = await SolveAsync($"{hour:00} h, anew", instance.Problem(Wave, _ => 0), null, progress);
            var moved = await SolveAsync($"{hour:00} h, moved", instance.Problem(Wave, Move), warm, progress);
            extra.Add(100 * (((moved.Cost - moved.Open.Sum(Move)) / anew.Cost) - 1));
            (warmMoves, coldMoves) = (warmMoves + Changes(warm, moved), coldMoves + Changes(cold, anew));
            (warm, cold) = ([.. moved.Open], [.. anew.Open]);
        }

        return
        [
            new Figure("wave_changes_anew", coldMoves, "places"),
            new Figure("wave_changes_moved", warmMoves, "places"),
            new Figure("wave_changes_ratio", (double)warmMoves / coldMoves, "of anew", 1.0 / 3),
            new Figure("wave_cost_mean", extra.Average(), "%", 1),
            new Figure("wave_cost_worst", extra.Max(), "%", 1),
        ];
    }

    private static CitiesInstance Instance() =>
        CitiesInstance.Read(SharedData.Folder("cities3000.csv"), new Random(Seed));

    private static int Changes(HashSet<int> before, FacilitySolution after) =>
        before.Except(after.Open).Count() + after.Open.Except(before).Count();

    private static Task<FacilitySolution> SolveAsync(
        string what, FacilityProblem problem, IReadOnlyCollection<int>? start, Progress progress) =>
        progress.StepAsync(what, () =>
        {
            var watch = Stopwatch.StartNew();
            var found = FacilitySolver.Solve(problem, new Random(Seed), () => watch.Elapsed < Time, start)
                ?? throw new InvalidOperationException($"{what} has no answer within its capacities.");
            progress.Note(FormattableString.Invariant(
                $"{found.Cost:E5}, {found.Open.Length} open, after {watch.Elapsed.TotalSeconds:F2} s"));
            return Task.FromResult(found);
        });
}
