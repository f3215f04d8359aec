using System.Globalization;
using Selvedge.Core.Geography;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Placement;

/// <summary>What some requirements together leave open.</summary>
internal sealed class RequirementSet
{
    private static readonly HashSet<int> None = [];

    private readonly double[] _capacity;

    public RequirementSet(IReadOnlyList<PlacementLocation> locations, IReadOnlyCollection<Requirement> requirements)
    {
        bool Allowed(PlacementLocation location) =>
            requirements.All(requirement => requirement.Allows?.Invoke(location) ?? true);
        Locations = [.. locations.Where(Allowed)];
        Groups =
        [
            .. requirements.Where(requirement => requirement.Includes is not null).Select(requirement =>
                Enumerable.Range(0, Locations.Count).Where(index => requirement.Includes!(Locations[index]))
                    .ToHashSet()),
        ];
        Fewest = Math.Max(1, requirements.Max(requirement => (int?)requirement.Fewest) ?? 1);
        Most = Math.Min(
            Math.Max(1, Locations.Count), requirements.Min(requirement => (int?)requirement.Most) ?? int.MaxValue);
        Demand = requirements.Sum(requirement => requirement.Demand);
        _capacity = [.. Locations.Select(location => location.Capacity)];
    }

    /// <summary>Those that may be placed.</summary>
    public IReadOnlyList<PlacementLocation> Locations { get; }

    /// <summary>Of each, one is placed; as places in <see cref="Locations"/>.</summary>
    public IReadOnlyList<IReadOnlySet<int>> Groups { get; }

    /// <summary>At least so many.</summary>
    public int Fewest { get; }

    /// <summary>At most so many.</summary>
    public int Most { get; }

    /// <summary>Requests a second.</summary>
    public double Demand { get; }

    /// <summary>Whether any placement holds them.</summary>
    public bool IsFeasible => Holds(Fewest, Most, None);

    /// <summary>Every requirement of a problem.</summary>
    public static IReadOnlyList<Requirement> Of(PlacementProblem problem)
    {
        var constraints = problem.Constraints;
        var all = new List<Requirement>();
        if (!constraints.Compliance.IsEmpty)
        {
            all.Add(new Requirement("compliance", $"places only in {string.Join(", ", constraints.Compliance)}")
            {
                Allows = location => constraints.Compliance.Any(
                    text => Countries.RegionMatches(location.Country, text)),
            });
        }

        all.AddRange(constraints.MustNotInclude.Select((selector, index) => new Requirement(
            string.Create(CultureInfo.InvariantCulture, $"mustNotInclude[{index}]"), $"no place in {selector}")
        {
            Allows = location => !selector.Matches(location),
        }));
        all.AddRange(constraints.MustInclude.Select((selector, index) => new Requirement(
            string.Create(CultureInfo.InvariantCulture, $"mustInclude[{index}]"), $"a place in {selector}")
        {
            Includes = selector.Matches,
        }));
        all.Add(new Requirement("minimumLocations", Count("at least", constraints.MinimumLocations))
        {
            Fewest = constraints.MinimumLocations,
        });
        if (problem.Policy != PlacementPolicy.Everywhere)
        {
            all.Add(new Requirement("maximumLocations", Count("at most", constraints.MaximumLocations))
            {
                Most = constraints.MaximumLocations,
            });
        }

        var demand = problem.TotalDemand;
        var words = FormattableString.Invariant($"capacity for {demand:0.#} requests a second");
        all.Add(new Requirement("demand", words) { Demand = demand });
        return all;
    }

    /// <summary>Whether a placement holds them with other bounds and with some places that are always in.</summary>
    public bool Holds(int fewest, int most, IReadOnlySet<int> required, IReadOnlySet<int>? excluded = null)
    {
        if (fewest > most || Locations.Count - (excluded?.Count ?? 0) < fewest)
        {
            return false;
        }

        if (excluded is not { Count: > 0 })
        {
            return Cover.Find(_capacity, Demand, fewest, most, required, Groups) is not null;
        }

        // A place that may not be used is one that carries nothing and meets no group; where the bound on the number
        // would still be met by it, the count above has said no.
        var capacity = _capacity.Select((room, index) => excluded.Contains(index) ? 0 : room).ToArray();
        return Cover.Find(
            capacity, Demand, fewest, most, required, [.. Groups.Select(group => group.Except(excluded).ToHashSet())])
            is not null;
    }

    private static string Count(string bound, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{bound} {count} {(count == 1 ? "place" : "places")}");
}
