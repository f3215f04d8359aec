using CsCheck;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Tests.Placement.Solving;

public sealed class InterchangeStateTests
{
    private static readonly Gen<(FacilityProblem Problem, int[] Order, int[] Steps)> GenGiven =
        from facilities in Gen.Int[2, 6]
        from clients in Gen.Int[0, 7]
        from serving in Gen.Int[0, 90].Array[facilities * clients]
        from opening in Gen.Int[0, 60].Array[facilities]
        from order in Gen.Shuffle(Enumerable.Range(0, facilities).ToArray())
        from steps in Gen.Int[0, 1_000].Array[1, 6]
        select (new FacilityProblem(
            [.. serving.Select(cost => (double)cost)], [.. opening.Select(cost => (double)cost)],
            [.. Enumerable.Repeat(1.0, clients)], [.. Enumerable.Repeat(double.PositiveInfinity, facilities)],
            1, facilities), order, steps);

    [Fact]
    public void Every_change_saves_what_was_promised() =>
        GenGiven.Sample(given =>
        {
            var (problem, order, steps) = given;
            var state = new InterchangeState(problem, order.Take(1 + (steps[0] % order.Length)));
            foreach (var step in steps)
            {
                foreach (var (opened, closed, promised) in Changes(problem, state))
                {
                    int[] after = [.. state.Open.Append(opened).Where(facility => facility >= 0 && facility != closed)];
                    Assert.Equal(state.Cost - Cost(problem, after), promised, 1e-6);
                }

                var changes = Changes(problem, state).ToList();
                var change = changes[step % changes.Count];
                state.Change(change.Opened, change.Closed);
                Assert.Equal(Cost(problem, state.Open), state.Cost, 1e-6);
            }
        }, iter: 2_000);

    private static IEnumerable<(int Opened, int Closed, double Promised)> Changes(
        FacilityProblem problem, InterchangeState state)
    {
        foreach (var opened in Enumerable.Range(0, problem.Facilities).Where(facility => !state.IsOpen(facility)))
        {
            yield return (opened, -1, state.Opening(opened));
            foreach (var closed in state.Open)
            {
                yield return (opened, closed, state.Swapping(opened, closed));
            }
        }

        foreach (var closed in state.Open.Where(_ => state.Open.Count > 1))
        {
            yield return (-1, closed, state.Closing(closed));
        }
    }

    private static double Cost(FacilityProblem problem, IEnumerable<int> open) =>
        open.Sum(facility => problem.Opening[facility]) + Enumerable.Range(0, problem.Clients)
            .Sum(client => open.Min(facility => problem.Serving(client)[facility]));
}
