using System.Collections.Immutable;
using Selvedge.Core.Geography;

namespace Selvedge.Core.Placement;

/// <summary>What users and the owner notice of some places.</summary>
/// <param name="Locations">The names of the locations, sorted.</param>
/// <param name="MeanMilliseconds">The mean round trip of a request; 0 without demand.</param>
/// <param name="P95Milliseconds">Nineteen of twenty requests have at most this round trip; 0 without demand.</param>
/// <param name="CostPerHour">What the locations cost an hour.</param>
public sealed record PlacementFigures(
    ImmutableArray<string> Locations, double MeanMilliseconds, double P95Milliseconds, double CostPerHour)
{
    /// <summary>The figures of a plan.</summary>
    public static PlacementFigures Of(PlacementPlan plan) => new(
        plan.Locations, Round(plan.MeanMilliseconds), Round(plan.P95Milliseconds), Round(plan.CostPerHour));

    /// <summary>The figures of any places under the problem's demand, as DNS sends clients: each to the nearest one,
    /// whatever it can take. Locations that the problem does not know count for nothing.</summary>
    public static PlacementFigures Of(PlacementProblem problem, IEnumerable<string> locations)
    {
        var names = locations.ToHashSet(StringComparer.Ordinal);
        var places = problem.Locations.Where(location => names.Contains(location.Name)).ToList();
        ImmutableArray<RegionRoute> routes = places.Count == 0 ? [] :
        [
            .. problem.Demand.Where(region => region.RequestsPerSecond > 0).Select(region =>
                places.Select(place => new RegionRoute(
                        region.Geohash, place.Name, region.RequestsPerSecond, Milliseconds(problem, region, place)))
                    .MinBy(route => route.Milliseconds)!),
        ];
        var (mean, p95) = Latency(routes);
        return new PlacementFigures(
            [.. names.Order(StringComparer.Ordinal)], Round(mean), Round(p95),
            Round(places.Sum(place => place.PricePerHour)));
    }

    /// <summary>The round trip: measured, or what distance lets expect.</summary>
    /// <exception cref="ArgumentException">The region is no geohash of two characters.</exception>
    internal static double Milliseconds(PlacementProblem problem, RegionDemand region, PlacementLocation location)
    {
        if (problem.MeasuredMilliseconds.TryGetValue((region.Geohash, location.Name), out var measured))
        {
            return measured;
        }

        return Geohash.TryMiddle(region.Geohash, out var middle)
            ? LatencyPrior.Milliseconds(middle, location.Coordinates)
            : throw new ArgumentException($"{region.Geohash} is no geohash of two characters.", nameof(region));
    }

    /// <summary>Mean and 95th percentile of the round trips; 0 without requests.</summary>
    internal static (double Mean, double P95) Latency(ImmutableArray<RegionRoute> routes)
    {
        var total = routes.Sum(route => route.RequestsPerSecond);
        if (total <= 0)
        {
            return (0, routes.IsEmpty ? 0 : routes.Max(route => route.Milliseconds));
        }

        var mean = routes.Sum(route => route.RequestsPerSecond * route.Milliseconds) / total;
        var sum = 0.0;
        foreach (var route in routes.OrderBy(route => route.Milliseconds))
        {
            sum += route.RequestsPerSecond;
            if (sum >= 0.95 * total)
            {
                return (mean, route.Milliseconds);
            }
        }

        return (mean, routes.Max(route => route.Milliseconds));
    }

    // For people and documents; the search itself rounds nothing.
    private static double Round(double value) => Math.Round(value, 3);
}
