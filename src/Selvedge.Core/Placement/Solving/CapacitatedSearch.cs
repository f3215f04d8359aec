namespace Selvedge.Core.Placement.Solving;

/// <summary>Looks for the best open set where capacities are limited. The transportation problem of a set tells what
/// each facility's capacity is worth; with these prices the search without capacities proposes the next set, and the
/// best single changes are tried exactly.</summary>
internal sealed class CapacitatedSearch(FacilityProblem problem, Random random)
{
    /// <summary>Rounds of pricing before single changes are tried.</summary>
    private const int RoundsMax = 40;

    /// <summary>Single changes tried exactly before the set is shaken.</summary>
    private const int TriesMax = 60;

    /// <summary>How much of the old price remains in the next: prices that jump make sets that jump.</summary>
    private const double Memory = 0.6;

    private const double Noise = 1e-9;

    private readonly InterchangeSearch _search = new(problem, random);
    private readonly Dictionary<string, double> _tried = new(StringComparer.Ordinal);
    private TransportPlan? _best;

    /// <summary>Searches from a set for as long as it may; ends early when there is no set at all.</summary>
    public TransportPlan? Solve(IEnumerable<int> start, Func<bool> goOn)
    {
        var open = WithCapacity([.. start]);
        if (open is null)
        {
            return null;
        }

        Try(open);
        Price(goOn);
        while (goOn())
        {
            var current = _best!;
            while (goOn() && Better(current, goOn) is { } better)
            {
                current = better;
            }

            if (problem.Facilities <= 1 || !goOn())
            {
                break;
            }

            Shake(goOn);
        }

        return _best;
    }

    // Prices from each set's plan, sets from the prices.
    private void Price(Func<bool> goOn)
    {
        var prices = _best!.Prices();
        var open = _best.Open.ToArray();
        for (var round = 0; round < RoundsMax && goOn(); round++)
        {
            var state = new InterchangeState(problem.Priced(prices), open);
            _search.Descend(state, goOn);
            if (WithCapacity([.. state.Open]) is not { } next || Try(next) is not { } plan)
            {
                return;
            }

            var found = plan.Prices();
            for (var facility = 0; facility < prices.Length; facility++)
            {
                prices[facility] = (Memory * prices[facility]) + ((1 - Memory) * found[facility]);
            }

            open = next;
        }
    }

    // The first of the most promising single changes that is better, exactly.
    private TransportPlan? Better(TransportPlan current, Func<bool> goOn)
    {
        var state = new InterchangeState(problem.Priced(current.Prices()), current.Open);
        foreach (var (opened, closed) in Promising(state))
        {
            if (!goOn())
            {
                return null;
            }

            var next = current.Open.Where(facility => facility != closed).ToList();
            if (opened >= 0)
            {
                next.Add(opened);
            }

            if (Try([.. next], current.Cost - (Noise * current.Cost)) is { } plan)
            {
                return plan;
            }
        }

        return null;
    }

    private IEnumerable<(int Opened, int Closed)> Promising(InterchangeState state)
    {
        var closable = state.Open.Where(facility => problem.Allows(state.IsOpen, -1, facility)).ToArray();
        var last = problem.Groups.Count == 0 ? [] : state.Open.Except(closable).ToArray();
        var closed = Enumerable.Range(0, problem.Facilities).Where(facility => !state.IsOpen(facility)).ToArray();
        var changes = new List<(double Saved, int Opened, int Closed)>();
        if (state.Open.Count > problem.Fewest)
        {
            changes.AddRange(closable.Select(facility => (state.Closing(facility), -1, facility)));
        }

        foreach (var opened in closed)
        {
            if (state.Open.Count < problem.Most)
            {
                changes.Add((state.Opening(opened), opened, -1));
            }

            changes.AddRange(closable.Concat(last.Where(closed => problem.Allows(state.IsOpen, opened, closed)))
                .Select(facility => (state.Swapping(opened, facility), opened, facility)));
        }

        return changes.OrderByDescending(change => change.Saved).Take(TriesMax)
            .Select(change => (change.Opened, change.Closed));
    }

    private void Shake(Func<bool> goOn)
    {
        var state = new InterchangeState(problem.Priced(_best!.Prices()), _best.Open);
        _search.Shake(state, 1 + random.Next(3));
        if (WithCapacity([.. state.Open]) is not { } open || Try(open) is not { } current)
        {
            return;
        }

        while (goOn() && Better(current, goOn) is { } better)
        {
            current = better;
        }
    }

    // The plan of a set if it costs less than this; one that was too dear before is not solved again.
    private TransportPlan? Try(int[] open, double below = double.PositiveInfinity)
    {
        Array.Sort(open);
        var name = string.Join(',', open);
        if (_tried.TryGetValue(name, out var known) && known >= below)
        {
            return null;
        }

        var plan = TransportPlan.Solve(problem, open);
        _tried[name] = plan?.Cost ?? double.PositiveInfinity;
        if (plan is not null && (_best is null || plan.Cost < _best.Cost))
        {
            _best = plan;
        }

        return plan?.Cost < below ? plan : null;
    }

    // Adds the largest facilities, or puts them in for the smallest, until the demand fits.
    private int[]? WithCapacity(List<int> open)
    {
        var closed = Enumerable.Range(0, problem.Facilities).Except(open)
            .OrderByDescending(facility => problem.Capacity[facility]);
        var lacking = problem.TotalDemand - open.Sum(facility => problem.Capacity[facility]);
        foreach (var facility in closed)
        {
            if (lacking <= 0)
            {
                break;
            }

            lacking -= problem.Capacity[facility];
            open.Add(facility);
            if (open.Count > problem.Most)
            {
                var closable = open.Where(candidate => problem.Allows(open.Contains, -1, candidate)).ToList();
                if (closable.Count == 0)
                {
                    return null;
                }

                var smallest = closable.MinBy(candidate => problem.Capacity[candidate]);
                lacking += problem.Capacity[smallest];
                open.Remove(smallest);
            }
        }

        return lacking <= 0 ? [.. open] : null;
    }
}
