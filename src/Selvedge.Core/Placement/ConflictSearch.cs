using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>Finds the smallest set of requirements that no placement holds together.</summary>
internal static class ConflictSearch
{
    /// <summary>Sets that are tried. Conflicts of people are of two to four constraints, and four of thirty are 27,405
    /// sets; beyond, the answer is a set from which nothing can be left out, but perhaps not the smallest.</summary>
    private const int SetsMax = 30_000;

    /// <summary>The conflict of a problem that nothing satisfies.</summary>
    public static PlacementConflict Find(PlacementProblem problem)
    {
        if (problem.Locations.IsEmpty)
        {
            return new PlacementConflict([], "There is no location that could take it.");
        }

        var all = RequirementSet.Of(problem);
        var clash = Reduce(problem, all);
        var tried = 0;
        for (var size = 1; size < clash.Count; size++)
        {
            foreach (var set in Choose(all, size, 0))
            {
                if (++tried > SetsMax)
                {
                    return Tell(clash);
                }

                if (!Feasible(problem, set))
                {
                    return Tell(set);
                }
            }
        }

        return Tell(clash);
    }

    private static bool Feasible(PlacementProblem problem, ImmutableList<Requirement> requirements) =>
        new RequirementSet(problem.Locations, requirements).IsFeasible;

    // Leaves out one after another whatever is not needed for the clash.
    private static ImmutableList<Requirement> Reduce(PlacementProblem problem, IReadOnlyList<Requirement> all)
    {
        var clash = all.ToImmutableList();
        foreach (var requirement in all)
        {
            var without = clash.Remove(requirement);
            if (!Feasible(problem, without))
            {
                clash = without;
            }
        }

        return clash;
    }

    private static IEnumerable<ImmutableList<Requirement>> Choose(
        IReadOnlyList<Requirement> all, int size, int from)
    {
        if (size == 0)
        {
            yield return [];
            yield break;
        }

        for (var index = from; index <= all.Count - size; index++)
        {
            foreach (var rest in Choose(all, size - 1, index + 1))
            {
                yield return rest.Insert(0, all[index]);
            }
        }
    }

    private static PlacementConflict Tell(ImmutableList<Requirement> clash)
    {
        var parts = clash.Select(requirement => $"{requirement.Path} asks for {requirement.Words}").ToList();
        var sentence = parts.Count == 1
            ? $"No location meets it: {parts[0]}."
            : $"No placement meets these together: {string.Join("; ", parts)}.";
        return new PlacementConflict([.. clash.Select(requirement => requirement.Path)], sentence);
    }
}
