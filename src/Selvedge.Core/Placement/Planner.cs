using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Placement;

/// <summary>Chooses where a site or workload runs. Pure: the same problem, moment, seed and budget give the same
/// plan.</summary>
public static class Planner
{
    /// <summary>Solves of one plan. Each but the first takes places out that serve too little, half of them at once, so
    /// that this many are enough for a thousand places.</summary>
    public const int SolvesMax = 12;

    /// <summary>Makes a plan.</summary>
    /// <param name="problem">What is asked for.</param>
    /// <param name="now">The present moment, for the minimum dwell.</param>
    /// <param name="random">For the solver's shaking.</param>
    /// <param name="budget">Called once for each of at most <see cref="SolvesMax"/> solves; what it gives is asked
    /// before every step whether there is time for it.</param>
    /// <returns>A plan, or the smallest set of constraints that clash.</returns>
    /// <exception cref="ArgumentException">A region that is no geohash of two characters.</exception>
    public static PlacementAnswer Plan(
        PlacementProblem problem, DateTimeOffset now, Random random, Func<Func<bool>> budget)
    {
        var set = new RequirementSet(problem.Locations, RequirementSet.Of(problem));
        if (problem.Locations.IsEmpty || !set.IsFeasible)
        {
            return new PlacementAnswer(null, ConflictSearch.Find(problem));
        }

        var field = new PlacementField(problem, set);
        var bounds = PlacementBounds.Of(problem, set, now);
        var solution = field.Solve(bounds, random, budget());
        for (var solve = 1; solve < SolvesMax; solve++)
        {
            var last = solve == SolvesMax - 1;
            if (field.UnderUsed(solution, bounds) is not { Count: > 0 } weak
                || bounds.Fewer(set, solution.Open.Length, last ? solution.Open.Length
                    : (weak.Count + 1) / 2) is not { } fewer)
            {
                break;
            }

            bounds = fewer;
            solution = field.Solve(bounds, random, budget());
        }

        return new PlacementAnswer(Tell(problem, field, solution), null);
    }

    private static PlacementPlan Tell(PlacementProblem problem, PlacementField field, FacilitySolution solution)
    {
        var routes = field.Routes(solution);
        var (mean, p95) = PlacementFigures.Latency(routes);
        var plan = new PlacementPlan
        {
            Locations = [.. solution.Open.Select(place => field.Locations[place].Name).Order(StringComparer.Ordinal)],
            Routes = routes,
            MeanMilliseconds = mean,
            P95Milliseconds = p95,
            CostPerHour = solution.Open.Sum(place => field.Locations[place].PricePerHour),
        };
        return plan with { Moves = MoveReasons.Of(problem, field, plan) };
    }
}
