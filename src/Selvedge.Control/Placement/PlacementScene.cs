using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Geography;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Placement;

/// <summary>The problem that a namespace's documents put. Pure.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="Namespace">Whose sites and workloads are placed.</param>
/// <param name="Silent">Locations that have not reported for so long that they take nothing.</param>
/// <param name="Options">Prices and pace.</param>
internal sealed record PlacementScene(
    NetworkDocuments Documents, string Namespace, IReadOnlySet<string> Silent, PlacementOptions Options)
{
    /// <summary>Round trips that were measured; see <see cref="LatencyBook"/>.</summary>
    public ImmutableDictionary<(string Geohash, string Location), double> MeasuredMilliseconds { get; init; } =
        ImmutableDictionary<(string Geohash, string Location), double>.Empty;

    /// <summary>The plan in force; null: none yet.</summary>
    public StoredPlan? Plan => Documents.Plans.GetValueOrDefault(Namespace);

    /// <summary>The sites that follow the plan: all but those whose document names their locations.</summary>
    public IEnumerable<Site> Sites => Documents.Sites.Values
        .Where(site => site.Metadata.Namespace == Namespace && site.Spec.Placement.Policy != "static");

    /// <summary>Where the namespace is placed now: by the plan, without one everywhere.</summary>
    public ImmutableArray<string> Placed =>
        [.. Documents.Locations.Keys.Where(location => Plan?.Places(location) ?? true)];

    /// <summary>The problem.</summary>
    /// <param name="strategy">What the ConfigMap asks for.</param>
    /// <param name="demand">What clients ask for.</param>
    public PlacementProblem Problem(LocationStrategy strategy, DemandReading demand) => new()
    {
        Locations = [.. Documents.Locations.Values.Where(IsAble).Select(Of)],
        Demand = demand.Regions,
        MeasuredMilliseconds = MeasuredMilliseconds,
        Constraints = strategy.Constraints with
        {
            Compliance = Compliance(),
            MustNotInclude = [.. strategy.Constraints.MustNotInclude, .. LeftOut()],
        },
        Policy = strategy.Policy,
        History = History(),
        MovePrices = Options.MovePrices,
        MinimumDwell = Options.Pace.Window,
        MillisecondPricePerHour = Options.MillisecondPricePerHour,
    };

    /// <summary>The plan's history; without a plan every place is one that may leave at once.</summary>
    public ImmutableArray<PlaceHistory> History() => Plan is { IsDecided: true } plan
        ? plan.Spec.History
        : [.. Documents.Locations.Keys.Select(location => new PlaceHistory(location, true, DateTimeOffset.MinValue))];

    private bool IsAble(Location location) =>
        !location.Spec.Drained && Documents.NodesAt(location.Metadata.Name).Any(node => !node.Spec.Drained)
        && !Silent.Contains(location.Metadata.Name);

    private static PlacementLocation Of(Location location) => new()
    {
        Name = location.Metadata.Name,
        City = location.Spec.City,
        Country = location.Spec.Country,
        Provider = location.Spec.Provider,
        Labels = location.Metadata.Labels,
        Coordinates = location.Spec.Coordinates,
        PricePerHour = location.Spec.PricePerHour,
        Capacity = location.Spec.RequestsPerSecondMax ?? double.PositiveInfinity,
    };

    // What one site must not be at is no place for the plan: the site would have one place fewer than was asked for.
    private IEnumerable<PlaceSelector> LeftOut() => Sites.SelectMany(site => site.Spec.Placement.MustNotInclude)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        .Select(location => new PlaceSelector { Location = location });

    // A place is one where every site may be. Of several laws the countries that meet them all are asked for.
    private ImmutableArray<string> Compliance()
    {
        var laws = Sites.Select(site => site.Spec.Residency.Process).Where(law => !law.IsEmpty)
            .DistinctBy(law => string.Join(' ', law.Order(StringComparer.Ordinal)), StringComparer.Ordinal).ToList();
        if (laws.Count < 2)
        {
            return laws.Count == 0 ? [] : laws[0];
        }

        ImmutableArray<string> common =
        [
            .. Documents.Locations.Values.Select(location => location.Spec.Country)
                .Where(country => laws.TrueForAll(law => law.Any(area => Countries.RegionMatches(country, area))))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];

        // Where no country meets them all, what is asked for is no region: it lets nothing be placed, and says why.
        return common.IsEmpty ? [string.Join(" and ", laws.Select(law => string.Join('+', law)))] : common;
    }
}
