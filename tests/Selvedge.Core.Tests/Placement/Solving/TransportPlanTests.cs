using CsCheck;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Tests.Placement.Solving;

public sealed class TransportPlanTests
{
    private static readonly Gen<FacilityProblem> GenProblem =
        from facilities in Gen.Int[1, 6]
        from clients in Gen.Int[1, 12]
        from serving in Gen.Int[0, 90].Array[facilities * clients]
        from demand in Gen.Int[0, 9].Array[clients]
        from capacity in Gen.Int[5, 40].Array[facilities]
        select new FacilityProblem(
            [.. serving.Select((cost, index) => (double)cost * demand[index / facilities])],
            new double[facilities],
            [.. demand.Select(units => (double)units)],
            [.. capacity.Select(units => (double)units)],
            1, facilities);

    [Fact]
    public void It_is_optimal_no_cycle_of_handing_on_saves_anything() =>
        GenProblem.Sample(problem =>
        {
            var open = Enumerable.Range(0, problem.Facilities).ToArray();
            var plan = TransportPlan.Solve(problem, open);

            Assert.Equal(problem.Capacity.Sum() < problem.TotalDemand, plan is null);
            if (plan is not null)
            {
                Assert.Equal(problem.TotalDemand, Loads(problem, plan).Sum(), 1e-6);
                Assert.All(
                    Loads(problem, plan).Zip(problem.Capacity), pair => Assert.True(pair.First <= pair.Second + 1e-6));
                Assert.True(CheapestCycle(problem, plan) >= -1e-6, "a cheaper plan exists");
            }
        }, iter: 3_000);

    [Fact]
    public void A_price_is_what_one_more_unit_of_capacity_saves() =>
        GenProblem.Sample(problem =>
        {
            var open = Enumerable.Range(0, problem.Facilities).ToArray();
            if (TransportPlan.Solve(problem, open) is not { } plan)
            {
                return;
            }

            var prices = plan.Prices();
            for (var facility = 0; facility < problem.Facilities; facility++)
            {
                var capacity = (double[])problem.Capacity.Clone();
                capacity[facility] += 0.001;
                var wider = new FacilityProblem(
                    [.. Enumerable.Range(0, problem.Clients).SelectMany(client => problem.Serving(client).ToArray())],
                    problem.Opening, problem.Demand, capacity, 1, problem.Facilities);
                var saved = plan.Cost - TransportPlan.Solve(wider, open)!.Cost;
                Assert.True(saved <= (prices[facility] * 0.001) + 1e-6, $"{facility}: {saved} for {prices[facility]}");
            }
        }, iter: 500);

    private static double[] Loads(FacilityProblem problem, TransportPlan plan) =>
    [
        .. plan.Open.Select((_, place) => Enumerable.Range(0, problem.Clients).Sum(client => plan.Flow(place, client))),
    ];

    // By linear programming's theory a plan is optimal exactly when the graph of what can be handed on, with a sink for
    // room, has no negative cycle; here looked for by Floyd and Warshall's way.
    private static double CheapestCycle(FacilityProblem problem, TransportPlan plan)
    {
        var (count, loads) = (plan.Open.Count, Loads(problem, plan));
        var way = new double[count + 1, count + 1];
        for (var from = 0; from <= count; from++)
        {
            for (var to = 0; to <= count; to++)
            {
                way[from, to] = from == to ? 0
                    : from == count ? (loads[to] > 1e-6 ? 0 : double.PositiveInfinity)
                    : to == count
                        ? (loads[from] < problem.Capacity[plan.Open[from]] - 1e-6 ? 0 : double.PositiveInfinity)
                    : Enumerable.Range(0, problem.Clients).Where(client => plan.Flow(from, client) > 1e-6)
                        .Select(client => (problem.Serving(client)[to] - problem.Serving(client)[from])
                            / problem.Demand[client])
                        .DefaultIfEmpty(double.PositiveInfinity).Min();
            }
        }

        for (var over = 0; over <= count; over++)
        {
            for (var from = 0; from <= count; from++)
            {
                for (var to = 0; to <= count; to++)
                {
                    way[from, to] = Math.Min(way[from, to], way[from, over] + way[over, to]);
                }
            }
        }

        return Enumerable.Range(0, count + 1).Min(place => way[place, place]);
    }
}
