using System.Numerics;

namespace Selvedge.Core.Placement.Solving;

/// <summary>A set of facilities within the bounds, with one of each group and capacity for the demand: a set cover,
/// found exactly by branching over the groups.</summary>
public sealed class Cover
{
    /// <summary>A group is a bit of a word.</summary>
    public const int GroupsMax = 64;

    /// <summary>Branches. Regions, countries and providers as groups need some tens; a search of so many has lost its
    /// way, and a set that would need more counts as not there.</summary>
    private const int BranchesMax = 20_000;

    private const double Dust = 1e-9;

    private readonly double[] _capacity;
    private readonly double _demand;
    private readonly int _fewest;
    private readonly int _most;
    private readonly ulong[] _groups;
    private readonly bool[] _chosen;
    private int _branches;

    private Cover(double[] capacity, double demand, int fewest, int most, IReadOnlyList<IReadOnlySet<int>> groups)
    {
        if (groups.Count > GroupsMax)
        {
            throw new ArgumentException($"At most {GroupsMax} groups.", nameof(groups));
        }

        (_capacity, _demand, _fewest, _most) = (capacity, demand, fewest, most);
        _groups = new ulong[capacity.Length];
        _chosen = new bool[capacity.Length];
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var facility in groups[group])
            {
                _groups[facility] |= 1UL << group;
            }
        }
    }

    /// <summary>Finds one.</summary>
    /// <returns>Null where there is none.</returns>
    public static int[]? Find(FacilityProblem problem) =>
        Find(problem.Capacity, problem.TotalDemand, problem.Fewest, problem.Most, problem.Required, problem.Groups);

    /// <summary>Finds one.</summary>
    /// <param name="capacity">Of each facility.</param>
    /// <param name="demand">That the chosen ones carry together.</param>
    /// <param name="fewest">At least so many.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="required">Always chosen.</param>
    /// <param name="groups">One of each is chosen.</param>
    /// <returns>Null where there is none.</returns>
    public static int[]? Find(
        double[] capacity,
        double demand,
        int fewest,
        int most,
        IReadOnlySet<int> required,
        IReadOnlyList<IReadOnlySet<int>> groups)
    {
        var cover = new Cover(capacity, demand, fewest, most, groups);
        var open = groups.Count == GroupsMax ? ulong.MaxValue : (1UL << groups.Count) - 1;
        foreach (var facility in required)
        {
            cover._chosen[facility] = true;
            open &= ~cover._groups[facility];
        }

        return cover.Search(required.Count, open);
    }

    private int[]? Search(int count, ulong open)
    {
        if (open == 0)
        {
            return Fill(count);
        }

        if (count >= _most || ++_branches > BranchesMax)
        {
            return null;
        }

        // Of those that would meet the same groups, the largest does whatever another one does.
        var group = 1UL << BitOperations.TrailingZeroCount(open);
        foreach (var alike in Enumerable.Range(0, _capacity.Length)
            .Where(facility => !_chosen[facility] && (_groups[facility] & group) != 0)
            .GroupBy(facility => _groups[facility] & open)
            .OrderByDescending(alike => BitOperations.PopCount(alike.Key)))
        {
            var largest = alike.MaxBy(facility => _capacity[facility]);
            _chosen[largest] = true;
            if (Search(count + 1, open & ~alike.Key) is { } found)
            {
                return found;
            }

            _chosen[largest] = false;
        }

        return null;
    }

    // With the groups met, the largest of the others are as good as any.
    private int[]? Fill(int count)
    {
        var set = Enumerable.Range(0, _capacity.Length).Where(facility => _chosen[facility]).ToList();
        var lacking = _demand - set.Sum(facility => _capacity[facility]);
        foreach (var facility in Enumerable.Range(0, _capacity.Length).Where(facility => !_chosen[facility])
            .OrderByDescending(facility => _capacity[facility]))
        {
            if (set.Count >= _most || (lacking <= Dust && set.Count >= _fewest))
            {
                break;
            }

            set.Add(facility);
            lacking -= _capacity[facility];
        }

        return lacking <= Dust && set.Count >= Math.Max(_fewest, count) && set.Count <= _most ? [.. set.Order()] : null;
    }
}
