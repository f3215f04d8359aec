using System.Collections.Immutable;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Placement;

/// <summary>A plan that is made and not stored yet. Pure.</summary>
/// <param name="Report">For people and programs.</param>
/// <param name="Spec">What it decides; what was decided where nothing holds all constraints.</param>
internal sealed record PlanDraft(PlanReport Report, StoredPlanSpec Spec)
{
    /// <summary>Regions and routes that a stored plan shows; a thousand regions are of no use to a reader.</summary>
    private const int RegionsShownMax = 64;

    /// <summary>Makes a plan.</summary>
    /// <param name="scene">The documents.</param>
    /// <param name="map">The ConfigMap <c>location-optimizer</c>.</param>
    /// <param name="read">The demand under some constraints.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="random">For the solver.</param>
    /// <param name="budget">Whether there is time; see <see cref="Planner"/>.</param>
    /// <param name="without">A location that is taken not to be there; null: none.</param>
    public static PlanDraft Make(
        PlacementScene scene, ConfigMap map, Func<PlacementConstraints, DemandReading> read, DateTimeOffset now,
        Random random, Func<Func<bool>> budget, string? without = null)
    {
        var before = scene.Plan?.Spec ?? new StoredPlanSpec();
        var report = new PlanReport { Namespace = scene.Namespace, At = now, Leaving = before.Leaving };
        if (LocationOptimizer.Read(map, out var problems) is not { } strategy)
        {
            var words = problems.Select(problem => $"{problem.Path}: {problem.Message} {problem.Fix}");
            return new PlanDraft(report with { Problems = [.. words] }, before);
        }

        var demand = read(strategy.Constraints);
        var problem = scene.Problem(strategy, demand);
        report = report with
        {
            Policy = strategy.Policy.ToString().ToLowerInvariant(),
            Window = demand.Window,
            Demand =
            [
                .. demand.Regions.OrderByDescending(region => region.RequestsPerSecond).Take(RegionsShownMax)
                    .Select(region => region with { RequestsPerSecond = Math.Round(region.RequestsPerSecond, 3) }),
            ],
            Present = PlacementFigures.Of(
                problem, scene.Plan is { IsDecided: true } ? before.Locations : scene.Placed),
        };
        if (without is not null)
        {
            problem = problem with
            {
                Locations = problem.Locations.RemoveAll(location => location.Name == without),
            };
        }

        var answer = Planner.Plan(problem, now, random, budget);
        return answer.Plan is not { } plan
            ? new PlanDraft(report with { Conflict = answer.Conflict }, before)
            : new PlanDraft(
                report with
                {
                    Next = PlacementFigures.Of(plan),
                    Moves = [.. plan.Moves.Where(move => IsMove(scene, problem, move))],
                    Routes =
                    [
                        .. plan.Routes.OrderByDescending(route => route.RequestsPerSecond).Take(RegionsShownMax)
                            .Select(route => route with
                            {
                                RequestsPerSecond = Math.Round(route.RequestsPerSecond, 3),
                                Milliseconds = Math.Round(route.Milliseconds, 1),
                            }),
                    ],
                },
                Decide(scene, before, plan, now));
    }

    // Before the first plan all locations count as placed; those where nothing can run were never really in.
    private static bool IsMove(PlacementScene scene, PlacementProblem problem, PlacementMove move) =>
        move.IsIn || scene.Plan is { IsDecided: true }
        || problem.Locations.Any(location => location.Name == move.Location);

    private static StoredPlanSpec Decide(
        PlacementScene scene, StoredPlanSpec before, PlacementPlan plan, DateTimeOffset now)
    {
        var next = plan.Locations.ToHashSet(StringComparer.Ordinal);
        var since = before.History.ToDictionary(history => history.Location, StringComparer.Ordinal);
        var history = scene.Documents.Locations.Keys
            .Select(location => (Location: location, In: next.Contains(location),
                Was: since.GetValueOrDefault(location)))
            .Where(entry => entry.In || entry.Was is not null || scene.Plan is not { IsDecided: true })
            .Select(entry => entry.Was?.IsPlaced == entry.In
                ? entry.Was
                : new PlaceHistory(entry.Location, entry.In, now))
            .Where(entry => entry.IsPlaced || now - entry.Since <= scene.Options.Pace.LongWindow);
        return new StoredPlanSpec
        {
            Locations = plan.Locations,
            Leaving =
            [
                .. scene.Placed.Where(location => !next.Contains(location)).Order(StringComparer.Ordinal),
            ],
            History = [.. history],
        };
    }
}
