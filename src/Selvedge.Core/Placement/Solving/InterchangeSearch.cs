namespace Selvedge.Core.Placement.Solving;

/// <summary>Looks for the best open set without capacities: descends by the best of all single openings, closings and
/// swaps, then shakes the best set it knows, a little at first and more when nothing better is found (variable
/// neighbourhood search).</summary>
internal sealed class InterchangeSearch(FacilityProblem problem, Random random)
{
    /// <summary>Savings below this share of the cost are rounding.</summary>
    private const double Noise = 1e-10;

    /// <summary>At most so many changes at once; beyond, a shaken set is as good as a new one.</summary>
    private const int ShakesMax = 12;

    /// <summary>A set to begin with: the cheapest facility, then whichever saves most.</summary>
    public static InterchangeState Greedy(FacilityProblem problem)
    {
        IEnumerable<int> start = problem.Required.Count > 0 ? problem.Required : [CheapestAlone(problem)];
        var state = new InterchangeState(problem, start);
        while (state.Open.Count < problem.Most)
        {
            var best = Enumerable.Range(0, problem.Facilities).Where(facility => !state.IsOpen(facility))
                .MaxBy(state.Opening);
            if (state.Opening(best) <= 0 && state.Open.Count >= problem.Fewest)
            {
                break;
            }

            state.Change(best, -1);
        }

        return state;
    }

    /// <summary>Goes down to a set that no single change betters.</summary>
    public void Descend(InterchangeState state, Func<bool> goOn)
    {
        while (goOn())
        {
            var (saved, opened, closed) = BestChange(state);
            if (saved <= Noise * Math.Abs(state.Cost))
            {
                return;
            }

            state.Change(opened, closed);
        }
    }

    /// <summary>Searches from a set for as long as it may.</summary>
    /// <returns>The best set that was found, the one to begin with included.</returns>
    public int[] Improve(InterchangeState state, Func<bool> goOn)
    {
        Descend(state, goOn);
        var (best, cost) = ((int[])[.. state.Open], state.Cost);
        var strength = 1;
        while (goOn())
        {
            Shake(state, strength);
            Descend(state, goOn);
            if (state.Cost < cost - (Noise * Math.Abs(cost)))
            {
                (best, cost) = ([.. state.Open], state.Cost);
                strength = 1;
            }
            else
            {
                Return(state, best);
                strength = strength >= Math.Min(ShakesMax, problem.Facilities - 1) ? 1 : strength + 1;
            }
        }

        return best;
    }

    private static int CheapestAlone(FacilityProblem problem)
    {
        var costs = (double[])problem.Opening.Clone();
        for (var client = 0; client < problem.Clients; client++)
        {
            var serving = problem.Serving(client);
            for (var facility = 0; facility < costs.Length; facility++)
            {
                costs[facility] += serving[facility];
            }
        }

        return Array.IndexOf(costs, costs.Min());
    }

    private (double Saved, int Opened, int Closed) BestChange(InterchangeState state)
    {
        var closable = state.Open.Where(facility => problem.Allows(state.IsOpen, -1, facility)).ToArray();
        // The last open ones of a group close only for another of the group.
        var last = problem.Groups.Count == 0 ? [] : state.Open.Except(closable).ToArray();
        var closing = Array.ConvertAll(closable, state.Closing);
        var best = (Saved: 0.0, Opened: -1, Closed: -1);
        if (state.Open.Count > problem.Fewest)
        {
            for (var index = 0; index < closable.Length; index++)
            {
                if (closing[index] > best.Saved)
                {
                    best = (closing[index], -1, closable[index]);
                }
            }
        }

        var mayOpen = state.Open.Count < problem.Most;
        for (var opened = 0; opened < problem.Facilities; opened++)
        {
            if (state.IsOpen(opened))
            {
                continue;
            }

            var opening = state.Opening(opened);
            if (mayOpen && opening > best.Saved)
            {
                best = (opening, opened, -1);
            }

            var extra = state.Extra(opened);
            for (var index = 0; index < closable.Length; index++)
            {
                var saved = opening + closing[index] + extra[closable[index]];
                if (saved > best.Saved)
                {
                    best = (saved, opened, closable[index]);
                }
            }

            foreach (var closed in last)
            {
                var saved = state.Swapping(opened, closed);
                if (saved > best.Saved && problem.Allows(state.IsOpen, opened, closed))
                {
                    best = (saved, opened, closed);
                }
            }
        }

        return best;
    }

    /// <summary>Makes some changes at random.</summary>
    public void Shake(InterchangeState state, int strength)
    {
        for (var change = 0; change < strength; change++)
        {
            var closed = state.Open[random.Next(state.Open.Count)];
            var opened = random.Next(problem.Facilities);
            var swaps = !state.IsOpen(opened) && problem.Allows(state.IsOpen, opened, closed);
            if (swaps && state.Open.Count < problem.Most && random.Next(3) == 0)
            {
                state.Change(opened, -1);
            }
            else if (swaps)
            {
                state.Change(opened, closed);
            }
        }
    }

    private static void Return(InterchangeState state, int[] best)
    {
        var wanted = best.ToHashSet();
        var missing = new Queue<int>(best.Where(facility => !state.IsOpen(facility)));
        foreach (var surplus in state.Open.Where(facility => !wanted.Contains(facility)).ToArray())
        {
            state.Change(missing.TryDequeue(out var next) ? next : -1, surplus);
        }

        foreach (var facility in missing)
        {
            state.Change(facility, -1);
        }
    }
}
