using CsCheck;
using Selvedge.Core.Placement;

namespace Selvedge.Core.Tests.Placement;

public sealed class PlannerTests
{
    [Fact]
    public void A_plan_holds_every_constraint_and_there_is_none_exactly_where_no_set_holds_them() =>
        SmallProblems.All.Sample(problem =>
        {
            var answer = SmallProblems.Plan(problem);

            Assert.Equal(BruteForce.SmallestConflict(problem) is null, answer.Plan is not null);
            Assert.Equal(answer.Plan is null, answer.Conflict is not null);
            if (answer.Plan is { } plan)
            {
                Assert.Empty(BruteForce.Broken(problem, Set(problem, plan)));
            }
        }, iter: 1_500);

    [Fact]
    public void A_conflict_is_the_smallest_set_of_constraints_that_clash() =>
        SmallProblems.All.Sample(problem =>
        {
            if (SmallProblems.Plan(problem).Conflict is not { } conflict)
            {
                return;
            }

            var tests = BruteForce.Tests(problem);
            Assert.Equal(BruteForce.SmallestConflict(problem), conflict.Constraints.Length);
            Assert.DoesNotContain(
                SmallProblems.Sets(problem), set => conflict.Constraints.All(path => tests[path](set)));
            Assert.All(
                conflict.Constraints, path => Assert.Contains(path, conflict.Message, StringComparison.Ordinal));
        }, iter: 1_500);

    [Fact]
    public void Without_dwell_and_minimum_usage_it_is_the_cheapest_of_all_sets() =>
        SmallProblems.All.Sample(given =>
        {
            var problem = given with
            {
                MinimumDwell = TimeSpan.Zero,
                Policy = PlacementPolicy.Dynamic,
                Constraints = given.Constraints with { MinimumUsagePerLocation = 0 },
            };
            if (SmallProblems.Plan(problem).Plan is { } plan)
            {
                var best = SmallProblems.Sets(problem).Where(set => !BruteForce.Broken(problem, set).Any())
                    .Min(set => BruteForce.Cost(problem, set));
                Assert.Equal(best!.Value, BruteForce.Cost(problem, Set(problem, plan))!.Value, 1e-6);
            }
        }, iter: 700);

    [Fact]
    public void A_place_beyond_the_minimum_serves_the_minimum_usage_unless_something_asks_for_it() =>
        SmallProblems.All.Sample(given =>
        {
            var problem = given with
            {
                MinimumDwell = TimeSpan.Zero,
                Policy = PlacementPolicy.Dynamic,
                Locations = [.. given.Locations.Select(location =>
                    location with { Capacity = double.PositiveInfinity })],
            };
            if (SmallProblems.Plan(problem).Plan is not { } plan
                || plan.Locations.Length <= problem.Constraints.MinimumLocations)
            {
                return;
            }

            var set = Set(problem, plan);
            foreach (var location in set)
            {
                var served = plan.Routes.Where(route => route.Location == location.Name)
                    .Sum(route => route.RequestsPerSecond);
                Assert.True(
                    served >= problem.Constraints.MinimumUsagePerLocation - 1e-6
                        || problem.Constraints.MustInclude.Any(selector =>
                            selector.Matches(location) && set.Count(selector.Matches) == 1)
                        || SmallProblems.Sets(problem).Where(other => !BruteForce.Broken(problem, other).Any())
                            .Min(other => other.Length) == set.Length,
                    $"{location.Name} serves {served}");
            }
        }, iter: 700);

    [Fact]
    public void A_place_put_in_or_taken_out_lately_stays_so_where_the_constraints_let_it() =>
        SmallProblems.All.Sample(given =>
        {
            var problem = given with { Policy = PlacementPolicy.Dynamic };
            if (SmallProblems.Plan(problem).Plan is not { } plan)
            {
                return;
            }

            var lately = problem.History.Where(history =>
                SmallProblems.Now - history.Since < problem.MinimumDwell).ToList();
            bool Stays(IEnumerable<string> set) =>
                lately.TrueForAll(history => history.IsPlaced == set.Contains(history.Location)
                    || problem.Locations.All(location => location.Name != history.Location));
            var possible = SmallProblems.Sets(problem).Any(set => !BruteForce.Broken(problem, set).Any()
                && Stays(set.Select(location => location.Name)));
            Assert.True(!possible || Stays(plan.Locations), string.Join(' ', plan.Locations));
        }, iter: 1_500);

    [Fact]
    public void Moves_are_the_difference_from_now_each_with_its_price_and_a_sentence() =>
        SmallProblems.All.Sample(problem =>
        {
            if (SmallProblems.Plan(problem).Plan is not { } plan)
            {
                return;
            }

            var before = problem.History.Where(history => history.IsPlaced).Select(history => history.Location);
            Assert.Equal(
                plan.Locations.Except(before).Order(),
                plan.Moves.Where(move => move.IsIn).Select(move => move.Location));
            Assert.Equal(
                before.Except(plan.Locations).Order(),
                plan.Moves.Where(move => !move.IsIn).Select(move => move.Location));
            Assert.All(plan.Moves, move =>
            {
                Assert.Equal(move.IsIn ? problem.MovePrices.In : problem.MovePrices.Drain, move.Price);
                Assert.Matches(@"^[^\n]+[^.]\.$", move.Reason);
                Assert.DoesNotContain("NaN", move.Reason, StringComparison.Ordinal);
            });
        }, iter: 700);

    [Fact]
    public void Every_request_goes_to_a_chosen_place_within_its_capacity_and_the_latencies_are_those_of_the_routes() =>
        SmallProblems.All.Sample(problem =>
        {
            if (SmallProblems.Plan(problem).Plan is not { } plan)
            {
                return;
            }

            foreach (var region in problem.Demand)
            {
                Assert.Equal(region.RequestsPerSecond, plan.Routes.Where(route => route.Geohash == region.Geohash)
                    .Sum(route => route.RequestsPerSecond), 1e-6);
            }

            Assert.All(Set(problem, plan), location => Assert.True(plan.Routes
                .Where(route => route.Location == location.Name)
                .Sum(route => route.RequestsPerSecond) <= location.Capacity + 1e-6));
            Assert.Empty(plan.Routes.Select(route => route.Location).Except(plan.Locations));
            var slower = plan.Routes.Where(route => route.Milliseconds > plan.P95Milliseconds)
                .Sum(route => route.RequestsPerSecond);
            Assert.True(slower <= (0.05 * problem.TotalDemand) + 1e-6);
            Assert.Equal(Set(problem, plan).Sum(location => location.PricePerHour), plan.CostPerHour, 1e-9);
            if (problem.TotalDemand > 0)
            {
                Assert.Equal(
                    plan.Routes.Sum(route => route.Milliseconds * route.RequestsPerSecond) / problem.TotalDemand,
                    plan.MeanMilliseconds, 1e-6);
            }
        }, iter: 700);

    [Fact]
    public void Static_places_stay_whatever_the_demand() =>
        SmallProblems.All.Select(Gen.Int[0, 60].Array[5]).Sample((given, demand) =>
        {
            var problem = given with
            {
                Policy = PlacementPolicy.Static,
                History = [],
                Locations = [.. given.Locations.Select(location =>
                    location with { Capacity = double.PositiveInfinity })],
            };
            if (SmallProblems.Plan(problem).Plan is not { } first)
            {
                return;
            }

            var next = SmallProblems.Plan(problem with
            {
                History = [.. first.Locations.Select(name => new PlaceHistory(name, true, SmallProblems.Now))],
                MinimumDwell = TimeSpan.Zero,
                Demand = [.. problem.Demand.Zip(demand, (region, requests) =>
                    region with { RequestsPerSecond = requests })],
            }).Plan;

            Assert.Equal(first.Locations.AsEnumerable(), next!.Locations);
            Assert.Empty(next.Moves);
        }, iter: 300);

    [Fact]
    public void Everywhere_takes_every_place_that_is_allowed() =>
        SmallProblems.All.Sample(given =>
        {
            var problem = given with { Policy = PlacementPolicy.Everywhere };
            if (SmallProblems.Plan(problem).Plan is { } plan)
            {
                var allowed = problem.Locations.Where(location => !BruteForce.Broken(problem, [location])
                    .Any(path => path == "compliance" || path.StartsWith("mustNot", StringComparison.Ordinal)));
                Assert.Equal(allowed.Select(location => location.Name), plan.Locations);
            }
        }, iter: 300);

    private static PlacementLocation[] Set(PlacementProblem problem, PlacementPlan plan) =>
        [.. problem.Locations.Where(location => plan.Locations.Contains(location.Name))];
}
