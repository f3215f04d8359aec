using CsCheck;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Tests.Placement.Solving;

/// <summary>Small problems, where every set can be tried.</summary>
public sealed class FacilitySolverTests
{
    private const int StepsMax = 3_000;

    private static readonly Gen<FacilityProblem> GenProblem =
        from facilities in Gen.Int[1, 6]
        from clients in Gen.Int[1, 7]
        from serving in Gen.Int[0, 90].Array[facilities * clients]
        from opening in Gen.Int[0, 60].Array[facilities]
        from demand in Gen.Int[0, 9].Array[clients]
        from capacity in Gen.Frequency(
            (1, Gen.Const(double.PositiveInfinity)), (3, Gen.Int[3, 30].Select(c => (double)c)))
            .Array[facilities]
        from fewest in Gen.Int[1, facilities]
        from most in Gen.Int[fewest, facilities]
        from required in Gen.Int[0, facilities - 1].HashSet[0, 1]
        from groups in Gen.Int[0, facilities - 1].HashSet[1, facilities].Array[0, 3]
        select new FacilityProblem(
            [.. serving.Select((cost, index) => (double)cost * demand[index / facilities])],
            [.. opening.Select(cost => (double)cost)],
            [.. demand.Select(units => (double)units)],
            capacity, fewest, most, required, groups);

    [Fact]
    public void The_answer_is_the_best_of_all_sets_and_there_is_none_exactly_where_no_set_suffices() =>
        GenProblem.Sample(problem =>
        {
            var best = Sets(problem).Select(set => TransportPlan.Solve(problem, set)?.Cost)
                .Where(cost => cost is not null)
                .DefaultIfEmpty(null).Min();

            var answer = FacilitySolver.Solve(problem, new Random(1), Budget());

            Assert.Equal(best is null, answer is null);
            if (answer is not null)
            {
                Assert.Equal(best!.Value, answer.Cost, 1e-6);
                CheckShares(problem, answer);
            }
        }, iter: 500);

    [Fact]
    public void The_same_seed_and_steps_give_the_same_answer() =>
        GenProblem.Sample(problem =>
        {
            var first = FacilitySolver.Solve(problem, new Random(7), Budget());
            var second = FacilitySolver.Solve(problem, new Random(7), Budget());
            Assert.Equal(first?.Open.AsEnumerable(), second?.Open.AsEnumerable());
            Assert.Equal(first?.Shares.AsEnumerable(), second?.Shares.AsEnumerable());
        }, iter: 50);

    [Fact]
    public void Whatever_set_it_begins_with_the_bounds_hold() =>
        GenProblem.SelectMany(
            problem => Gen.Int[0, problem.Facilities - 1].HashSet[0, problem.Facilities],
            (problem, start) => (problem, start)).Sample(given =>
        {
            var (problem, start) = given;
            if (FacilitySolver.Solve(problem, new Random(1), () => false, start) is { } answer)
            {
                CheckShares(problem, answer);
            }
        }, iter: 2_000);

    [Fact]
    public void No_answer_costs_less_than_the_bound() =>
        GenProblem.Sample(problem =>
        {
            if (FacilitySolver.Solve(problem, new Random(1), Budget()) is { } answer)
            {
                Assert.InRange(
                    FacilityBound.Of(problem, answer.Cost, 100), double.NegativeInfinity, answer.Cost + 1e-6);
            }
        }, iter: 300);

    [Fact]
    public void Bounds_that_no_number_of_facilities_meets_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new FacilityProblem([1, 1], [0, 0], [1], [9, 9], 3, 3));
        Assert.Throws<ArgumentException>(() => new FacilityProblem([1, 1], [0, 0], [1], [9, 9], 2, 1));
        Assert.Throws<ArgumentException>(
            () => new FacilityProblem([1, 1], [0, 0], [1], [9, 9], 1, 1, new HashSet<int> { 0, 1 }));
        Assert.Throws<ArgumentException>(() => new FacilityProblem([1, 1, 1], [0, 0], [1], [9, 9], 1, 1));
    }

    private static Func<bool> Budget()
    {
        var steps = 0;
        return () => steps++ < StepsMax;
    }

    private static IEnumerable<int[]> Sets(FacilityProblem problem) =>
        Enumerable.Range(1, (1 << problem.Facilities) - 1)
            .Select(bits =>
                Enumerable.Range(0, problem.Facilities).Where(facility => (bits >> facility) % 2 == 1).ToArray())
            .Where(set => set.Length >= problem.Fewest && set.Length <= problem.Most
                && problem.Required.All(set.Contains) && problem.Groups.All(group => set.Any(group.Contains)));

    private static void CheckShares(FacilityProblem problem, FacilitySolution answer)
    {
        Assert.InRange(answer.Open.Length, problem.Fewest, problem.Most);
        Assert.Empty(problem.Required.Except(answer.Open));
        Assert.All(problem.Groups, group => Assert.Contains(answer.Open, facility => group.Contains(facility)));
        Assert.Empty(answer.Shares.Select(share => share.Facility).Except(answer.Open));
        for (var client = 0; client < problem.Clients; client++)
        {
            var served = answer.Shares.Where(share => share.Client == client).Sum(share => share.Share);
            Assert.Equal(problem.Demand[client] > 0 ? 1 : 0, served, 1e-6);
        }

        foreach (var facility in answer.Open)
        {
            var load = answer.Shares.Where(share => share.Facility == facility)
                .Sum(share => share.Share * problem.Demand[share.Client]);
            Assert.True(load <= problem.Capacity[facility] + 1e-6, $"{facility} carries {load}");
        }
    }
}
