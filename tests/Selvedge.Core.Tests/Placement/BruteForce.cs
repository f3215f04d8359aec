using Selvedge.Core.Geography;
using Selvedge.Core.Placement;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Tests.Placement;

/// <summary>What constraints mean, said once more and slowly.</summary>
internal static class BruteForce
{
    /// <summary>Every constraint by its path, as a test of a set.</summary>
    public static Dictionary<string, Func<PlacementLocation[], bool>> Tests(PlacementProblem problem)
    {
        var constraints = problem.Constraints;
        var tests = new Dictionary<string, Func<PlacementLocation[], bool>>(StringComparer.Ordinal)
        {
            ["minimumLocations"] = set => set.Length >= constraints.MinimumLocations,
            ["demand"] = set => set.Sum(location => location.Capacity) >= problem.TotalDemand,
        };
        if (problem.Policy != PlacementPolicy.Everywhere)
        {
            tests["maximumLocations"] = set => set.Length <= constraints.MaximumLocations;
        }

        if (!constraints.Compliance.IsEmpty)
        {
            tests["compliance"] = set => set.All(location =>
                constraints.Compliance.Any(text => Countries.RegionMatches(location.Country, text)));
        }

        foreach (var (index, selector) in constraints.MustInclude.Index())
        {
            tests[$"mustInclude[{index}]"] = set => set.Any(selector.Matches);
        }

        foreach (var (index, selector) in constraints.MustNotInclude.Index())
        {
            tests[$"mustNotInclude[{index}]"] = set => !set.Any(selector.Matches);
        }

        return tests;
    }

    /// <summary>The paths of the constraints that a set breaks.</summary>
    public static IEnumerable<string> Broken(PlacementProblem problem, PlacementLocation[] set) =>
        Tests(problem).Where(test => !test.Value(set)).Select(test => test.Key);

    /// <summary>Size of the smallest set of constraints that no set of locations meets together; null where all can be
    /// met.</summary>
    public static int? SmallestConflict(PlacementProblem problem)
    {
        var broken = SmallProblems.Sets(problem).Select(set => Broken(problem, set).ToHashSet()).ToList();
        var all = Tests(problem).Keys.ToArray();
        return Enumerable.Range(1, (1 << all.Length) - 1)
            .Select(bits => all.Where((_, index) => (bits >> index) % 2 == 1).ToArray())
            .Where(some => broken.All(of => some.Any(of.Contains)))
            .Min(some => (int?)some.Length);
    }

    /// <summary>What a set costs an hour with what latency and moves cost; null where it cannot carry the
    /// demand.</summary>
    public static double? Cost(PlacementProblem problem, PlacementLocation[] set)
    {
        var placed = problem.History.Where(history => history.IsPlaced).Select(history => history.Location).ToHashSet();
        var hours = problem.MovePrices.Horizon.TotalHours;
        var (prices, regions) = (problem.MovePrices, problem.Demand.Where(region => region.RequestsPerSecond > 0));
        var moves = set.Count(location => !placed.Contains(location.Name)) * prices.In
            - (set.Count(location => placed.Contains(location.Name)) * prices.Drain);
        var transport = new FacilityProblem(
            [.. regions.SelectMany(region => set.Select(location => region.RequestsPerSecond
                * Milliseconds(problem, region, location) * problem.MillisecondPricePerHour))],
            new double[set.Length], [.. regions.Select(region => region.RequestsPerSecond)],
            [.. set.Select(location => location.Capacity)], set.Length, set.Length);
        return TransportPlan.Solve(transport, [.. Enumerable.Range(0, set.Length)]) is { } plan
            ? plan.Cost + set.Sum(location => location.PricePerHour) + (moves / hours)
            : null;
    }

    /// <summary>Measured, or by distance.</summary>
    public static double Milliseconds(PlacementProblem problem, RegionDemand region, PlacementLocation location) =>
        problem.MeasuredMilliseconds.TryGetValue((region.Geohash, location.Name), out var measured) ? measured
            : Geohash.TryMiddle(region.Geohash, out var middle)
                ? LatencyPrior.Milliseconds(middle, location.Coordinates)
                : throw new ArgumentException("no geohash", nameof(region));
}
