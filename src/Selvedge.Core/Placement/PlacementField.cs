using System.Collections.Immutable;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Placement;

/// <summary>A problem in the solver's numbers: locations that are allowed are facilities, regions with demand are
/// clients.</summary>
internal sealed class PlacementField
{
    private readonly PlacementProblem _problem;
    private readonly RequirementSet _set;
    private readonly HashSet<string> _placed;

    public PlacementField(PlacementProblem problem, RequirementSet set)
    {
        (_problem, _set) = (problem, set);
        Regions =
        [
            .. problem.Demand.Where(region => region.RequestsPerSecond > 0)
                .OrderBy(region => region.Geohash, StringComparer.Ordinal),
        ];
        _placed = problem.History.Where(history => history.IsPlaced).Select(history => history.Location)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Those that may be placed.</summary>
    public IReadOnlyList<PlacementLocation> Locations => _set.Locations;

    /// <summary>Those that ask for anything.</summary>
    public IReadOnlyList<RegionDemand> Regions { get; }

    /// <summary>The round trip: measured, or what distance lets expect.</summary>
    public double Milliseconds(RegionDemand region, PlacementLocation location) =>
        PlacementFigures.Milliseconds(_problem, region, location);

    /// <summary>The best places within the bounds, as places in <see cref="Locations"/>.</summary>
    public FacilitySolution Solve(PlacementBounds bounds, Random random, Func<bool> goOn)
    {
        var candidates = Enumerable.Range(0, Locations.Count).Where(place => !bounds.Excluded.Contains(place))
            .ToArray();
        var place = candidates.Select((of, index) => (of, index)).ToDictionary(pair => pair.of, pair => pair.index);
        HashSet<int> Here(IEnumerable<int> places) => [.. places.Where(place.ContainsKey).Select(of => place[of])];
        var problem = new FacilityProblem(
            [.. Regions.SelectMany(region => candidates.Select(of => Milliseconds(region, Locations[of])
                * region.RequestsPerSecond * _problem.MillisecondPricePerHour))],
            [.. candidates.Select(of => Opening(Locations[of]))],
            [.. Regions.Select(region => region.RequestsPerSecond)],
            [.. candidates.Select(of => Locations[of].Capacity)],
            bounds.Fewest, bounds.Most, Here(bounds.Required), [.. _set.Groups.Select(Here)]);
        var start = Here(Enumerable.Range(0, Locations.Count).Where(of => _placed.Contains(Locations[of].Name)));
        var found = FacilitySolver.Solve(problem, random, goOn, start)
            ?? throw new InvalidOperationException("The bounds were said to hold, but there is no placement in them.");
        return found with
        {
            Open = [.. found.Open.Select(index => candidates[index])],
            Shares = [.. found.Shares.Select(share => (share.Client, candidates[share.Facility], share.Share))],
        };
    }

    /// <summary>The places that serve less than is worth a place, though they could go.</summary>
    public IReadOnlyList<int> UnderUsed(FacilitySolution solution, PlacementBounds bounds)
    {
        if (_problem.Policy != PlacementPolicy.Dynamic || solution.Open.Length <= bounds.Fewest)
        {
            return [];
        }

        var load = solution.Shares.ToLookup(
            share => share.Facility, share => share.Share * Regions[share.Client].RequestsPerSecond);
        return
        [
            .. solution.Open.Where(place => !bounds.Required.Contains(place)
                && _set.Groups.All(group => !group.Contains(place) || solution.Open.Count(group.Contains) > 1)
                && load[place].Sum() < _problem.Constraints.MinimumUsagePerLocation - 1e-6),
        ];
    }

    /// <summary>Who serves whom.</summary>
    public ImmutableArray<RegionRoute> Routes(FacilitySolution solution) =>
    [
        .. solution.Shares.Select(share => new RegionRoute(
                Regions[share.Client].Geohash, Locations[share.Facility].Name,
                share.Share * Regions[share.Client].RequestsPerSecond,
                Milliseconds(Regions[share.Client], Locations[share.Facility]))
            {
                IsMeasured = _problem.MeasuredMilliseconds.ContainsKey(
                    (Regions[share.Client].Geohash, Locations[share.Facility].Name)),
            })
            .OrderBy(route => route.Geohash, StringComparer.Ordinal)
            .ThenBy(route => route.Location, StringComparer.Ordinal),
    ];

    // A place costs its price, and what the move to it costs has to come in within the horizon; taking one out costs as
    // well, so keeping it saves that.
    private double Opening(PlacementLocation location)
    {
        var hours = _problem.MovePrices.Horizon.TotalHours;
        return location.PricePerHour
            + (_placed.Contains(location.Name) ? -_problem.MovePrices.Drain : _problem.MovePrices.In) / hours;
    }
}
