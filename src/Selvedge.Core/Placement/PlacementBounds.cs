namespace Selvedge.Core.Placement;

/// <summary>How many places, which in any case and which in no case, as places in the set's locations.</summary>
/// <param name="Fewest">At least so many.</param>
/// <param name="Most">At most so many.</param>
/// <param name="Required">In any case.</param>
/// <param name="Excluded">In no case.</param>
internal sealed record PlacementBounds(int Fewest, int Most, IReadOnlySet<int> Required, IReadOnlySet<int> Excluded)
{
    private static readonly HashSet<int> None = [];

    /// <summary>The bounds of a problem that a placement exists for.</summary>
    public static PlacementBounds Of(PlacementProblem problem, RequirementSet set, DateTimeOffset now)
    {
        var all = Enumerable.Range(0, set.Locations.Count).ToHashSet();
        if (problem.Policy == PlacementPolicy.Everywhere)
        {
            return new PlacementBounds(all.Count, all.Count, all, None);
        }

        var placed = Named(set, problem.History.Where(history => history.IsPlaced));
        if (problem.Policy == PlacementPolicy.Static && Keeps(set, placed))
        {
            return new PlacementBounds(placed.Count, placed.Count, placed, None);
        }

        var stays = problem.History.Where(history => now - history.Since < problem.MinimumDwell).ToList();
        var held = new PlacementBounds(
            set.Fewest, set.Most, Named(set, stays.Where(history => history.IsPlaced)),
            Named(set, stays.Where(history => !history.IsPlaced)));
        foreach (var bounds in new[] { held, held with { Excluded = None } })
        {
            if (set.Holds(bounds.Fewest, bounds.Most, bounds.Required, bounds.Excluded))
            {
                return bounds.WithMost(set, Worth(problem, bounds));
            }
        }

        // Constraints come before dwell.
        var free = held with { Required = None, Excluded = None };
        return free.WithMost(set, Worth(problem, free));
    }

    /// <summary>Bounds with fewer places; null where no placement holds them.</summary>
    public PlacementBounds? Fewer(RequirementSet set, int open, int less)
    {
        var most = WithMost(set, Math.Max(Fewest, open - less)).Most;
        return most < open ? this with { Most = most } : null;
    }

    // As few as wanted, or as few more than that as a placement takes.
    private PlacementBounds WithMost(RequirementSet set, int wanted)
    {
        var most = Math.Clamp(Math.Max(wanted, Required.Count), Fewest, Most);
        while (most < Most && !set.Holds(Fewest, most, Required, Excluded))
        {
            most++;
        }

        return this with { Most = most };
    }

    // No more places than there is use for.
    private static int Worth(PlacementProblem problem, PlacementBounds bounds)
    {
        var usage = problem.Constraints.MinimumUsagePerLocation;
        return problem.Policy == PlacementPolicy.Static ? bounds.Fewest
            : usage > 0 ? (int)Math.Min(bounds.Most, problem.TotalDemand / usage)
            : bounds.Most;
    }

    private static bool Keeps(RequirementSet set, HashSet<int> placed) =>
        placed.Count >= set.Fewest && placed.Count <= set.Most && set.Holds(placed.Count, placed.Count, placed);

    private static HashSet<int> Named(RequirementSet set, IEnumerable<PlaceHistory> histories)
    {
        var names = histories.Select(history => history.Location).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, set.Locations.Count).Where(index => names.Contains(set.Locations[index].Name))];
    }
}
