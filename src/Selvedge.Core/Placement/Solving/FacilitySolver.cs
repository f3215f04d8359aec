using System.Collections.Immutable;

namespace Selvedge.Core.Placement.Solving;

/// <summary>Solves a <see cref="FacilityProblem"/> as well as its budget allows. Pure: the same problem, seed and
/// number of steps give the same answer.</summary>
public static class FacilitySolver
{
    /// <summary>Solves it.</summary>
    /// <param name="problem">What.</param>
    /// <param name="random">For shaking.</param>
    /// <param name="goOn">Asked before every step; the best answer so far is given once it says no.</param>
    /// <param name="start">A set to begin with, for example the present one; null: a greedy one. It need not meet the
    /// bounds.</param>
    /// <returns>Null where no allowed set has capacity for the demand.</returns>
    public static FacilitySolution? Solve(
        FacilityProblem problem, Random random, Func<bool> goOn, IReadOnlyCollection<int>? start = null)
    {
        if (Begin(problem, start) is not { } state)
        {
            return null;
        }

        if (problem.IsCapacitated)
        {
            return new CapacitatedSearch(problem, random).Solve(state.Open, goOn) is { } plan ? Answer(problem, plan)
                : null;
        }

        var best = new InterchangeSearch(problem, random).Improve(state, goOn);
        return Answer(problem, TransportPlan.Solve(problem, best)!);
    }

    // Where groups have to be kept, the search moves among sets that keep them, so it needs one to begin with.
    private static InterchangeState? Begin(FacilityProblem problem, IReadOnlyCollection<int>? start)
    {
        var state = start is { Count: > 0 } ? Within(problem, start) : InterchangeSearch.Greedy(problem);
        if (problem.Groups.All(group => group.Any(state.IsOpen))
            && (problem.Groups.Count == 0
                || state.Open.Sum(facility => problem.Capacity[facility]) >= problem.TotalDemand))
        {
            return state;
        }

        return Cover.Find(problem) is { } cover ? new InterchangeState(problem, cover) : null;
    }

    // Opens what is required and what saves most, closes what saves most, until the bounds hold.
    private static InterchangeState Within(FacilityProblem problem, IReadOnlyCollection<int> start)
    {
        var state = new InterchangeState(problem, start.Union(problem.Required));
        while (state.Open.Count > problem.Most)
        {
            state.Change(-1, state.Open.Where(facility => !problem.Required.Contains(facility)).MaxBy(state.Closing));
        }

        while (state.Open.Count < problem.Fewest)
        {
            state.Change(
                Enumerable.Range(0, problem.Facilities).Where(facility => !state.IsOpen(facility)).MaxBy(state.Opening),
                -1);
        }

        return state;
    }

    private static FacilitySolution Answer(FacilityProblem problem, TransportPlan plan)
    {
        var places = Enumerable.Range(0, plan.Open.Count).OrderBy(place => plan.Open[place]).ToList();
        var shares = ImmutableArray.CreateBuilder<(int, int, double)>(problem.Clients);
        for (var client = 0; client < problem.Clients; client++)
        {
            foreach (var place in places)
            {
                if (plan.Flow(place, client) is > 0 and var flow)
                {
                    shares.Add((client, plan.Open[place], flow / problem.Demand[client]));
                }
            }
        }

        return new FacilitySolution([.. places.Select(place => plan.Open[place])], plan.Cost, shares.ToImmutable());
    }
}
