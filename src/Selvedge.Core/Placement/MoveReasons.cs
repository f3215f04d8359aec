using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>What a plan changes, each with one sentence why.</summary>
internal static class MoveReasons
{
    public static ImmutableArray<PlacementMove> Of(PlacementProblem problem, PlacementField field, PlacementPlan plan)
    {
        var before = problem.History.Where(history => history.IsPlaced).Select(history => history.Location)
            .ToHashSet(StringComparer.Ordinal);
        var stays = plan.Locations.Where(before.Contains).ToHashSet(StringComparer.Ordinal);
        var ins = plan.Locations.Where(name => !before.Contains(name)).Select(name => new PlacementMove(
            name, true, problem.MovePrices.In, WhyIn(problem, field, plan, before, name)));
        var outs = before.Where(name => !stays.Contains(name)).Select(name => new PlacementMove(
            name, false, problem.MovePrices.Drain, WhyOut(problem, field, plan, name)));
        return [.. ins.Concat(outs).OrderBy(move => move.Location, StringComparer.Ordinal)];
    }

    private static string WhyIn(
        PlacementProblem problem, PlacementField field, PlacementPlan plan, HashSet<string> before, string name)
    {
        if (problem.Policy == PlacementPolicy.Everywhere)
        {
            return "The policy everywhere takes every place that is allowed.";
        }

        var chosen = plan.Locations.ToHashSet(StringComparer.Ordinal);
        var here = field.Locations.First(location => location.Name == name);
        var asked = RequirementSet.Of(problem).FirstOrDefault(requirement => requirement.Includes?.Invoke(here) == true
            && !field.Locations.Any(other => other.Name != name && requirement.Includes(other)
                && (before.Contains(other.Name) || chosen.Contains(other.Name))));
        if (asked is not null)
        {
            return $"{asked.Path} asks for {asked.Words}.";
        }

        var routes = plan.Routes.Where(route => route.Location == name).ToList();
        var requests = routes.Sum(route => route.RequestsPerSecond);
        if (requests <= 0)
        {
            return FormattableString.Invariant(
                $"minimumLocations asks for {problem.Constraints.MinimumLocations} places.");
        }

        var after = Mean(routes.Select(route => (route.RequestsPerSecond, route.Milliseconds)));
        var others = field.Locations.Where(location => before.Contains(location.Name)).ToList();
        if (others.Count == 0)
        {
            return FormattableString.Invariant($"It serves {requests:0.#} requests a second at {after:0} ms.");
        }

        var was = Mean(routes.Select(route => (route.RequestsPerSecond, others.Min(location =>
            field.Milliseconds(new RegionDemand(route.Geohash, 0), location)))));
        return was > after
            ? FormattableString.Invariant(
                $"It brings {requests:0.#} requests a second from {was:0} to {after:0} ms.")
            : FormattableString.Invariant(
                $"It takes {requests:0.#} requests a second that others serve dearer or not at all, at {after:0} ms.");
    }

    private static string WhyOut(PlacementProblem problem, PlacementField field, PlacementPlan plan, string name)
    {
        if (problem.Locations.FirstOrDefault(location => location.Name == name) is not { } gone)
        {
            return "The location can take nothing any more.";
        }

        if (RequirementSet.Of(problem).FirstOrDefault(requirement => requirement.Allows?.Invoke(gone) == false)
            is { } closed)
        {
            return $"{closed.Path} asks for {closed.Words}.";
        }

        var chosen = plan.Locations.ToHashSet(StringComparer.Ordinal);
        var nearest = field.Regions.Where(region => field.Locations
            .Where(location => location.Name == name || chosen.Contains(location.Name))
            .MinBy(location => field.Milliseconds(region, location))!.Name == name).ToList();
        var requests = nearest.Sum(region => region.RequestsPerSecond);
        if (requests <= 0)
        {
            return "No clients are nearer to it than to the places that stay.";
        }

        var was = Mean(nearest.Select(region => (region.RequestsPerSecond, field.Milliseconds(region, gone))));
        var after = Mean(nearest.SelectMany(region => plan.Routes.Where(route => route.Geohash == region.Geohash))
            .Select(route => (route.RequestsPerSecond, route.Milliseconds)));
        return FormattableString.Invariant(
            $"The {requests:0.#} requests a second near it go elsewhere, at {after:0} instead of {was:0} ms")
            + (requests < problem.Constraints.MinimumUsagePerLocation
                ? FormattableString.Invariant(
                    $": fewer than the {problem.Constraints.MinimumUsagePerLocation:0.#} of minimumUsagePerLocation.")
                : ": that costs less than the place.");
    }

    private static double Mean(IEnumerable<(double Weight, double Value)> values)
    {
        var (weight, sum) = (0.0, 0.0);
        foreach (var value in values)
        {
            (weight, sum) = (weight + value.Weight, sum + (value.Weight * value.Value));
        }

        return weight > 0 ? sum / weight : 0;
    }
}
