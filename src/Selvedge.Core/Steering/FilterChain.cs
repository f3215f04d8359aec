using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Steering;

/// <summary>Decides which places a client is told of: the site's placed locations, sent through its filters in order.
/// Pure.</summary>
/// <remarks><c>whenAllDown</c> steps in right after an <c>up</c> that leaves nothing, and the rest of the chain goes on
/// from there. Neither it nor a chain without <c>allowed</c> ever names a place that compliance forbids.</remarks>
public static class FilterChain
{
    /// <summary>The longest chain: more filters than exist are a mistake.</summary>
    public const int FiltersMax = 16;

    /// <summary>The most places <c>select_first_n</c> may keep; more would not fit into 512 bytes.</summary>
    public const int SelectMax = 8;

    /// <summary>The name of the place that stands for every location which announces the site's own
    /// addresses.</summary>
    public const string Anycast = "anycast";

    /// <summary>What an empty list of filters stands for.</summary>
    public static ImmutableArray<SteeringFilter> Default { get; } =
    [
        new() { Name = "up" },
        new() { Name = "geotarget_latlong" },
        new() { Name = "select_first_n", N = 2 },
    ];

    /// <summary>The names that a chain may use, sorted.</summary>
    public static ImmutableArray<string> FilterNames { get; } = [.. Filters.ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What is wrong with a site's steering, one sentence each; empty where it can be used.</summary>
    public static IEnumerable<string> Problems(SiteSteering steering)
    {
        if (steering.WhenAllDown is not ("LastGood" or "All" or "Fail"))
        {
            yield return $"whenAllDown is '{steering.WhenAllDown}'; it must be LastGood, All or Fail";
        }

        if (steering.Ttl < TimeSpan.FromSeconds(1) || steering.Ttl > TimeSpan.FromHours(1))
        {
            yield return $"ttl is {Duration.Format(steering.Ttl)}; it must be 1s to 1h";
        }

        if (steering.Filters.Length > FiltersMax)
        {
            yield return $"the chain has {steering.Filters.Length} filters; at most {FiltersMax} are allowed";
        }

        foreach (var filter in steering.Filters)
        {
            if (!Filters.ByName.ContainsKey(filter.Name))
            {
                yield return $"the filter '{filter.Name}' is unknown; known are {string.Join(", ", FilterNames)}";
            }
            else if (filter.Name == "select_first_n" && filter.N is < 1 or > SelectMax)
            {
                yield return $"select_first_n keeps {filter.N}; it must be 1 to {SelectMax}";
            }
        }
    }

    /// <summary>Whether the decision depends on <see cref="SteeringInput.Turn"/>.</summary>
    public static bool TakesTurns(SiteSteering steering) => steering.Filters.Any(filter => filter.Name == "shuffle");

    /// <summary>Whether the decision depends on where the client is.</summary>
    public static bool DependsOnClient(NamesSection names) => names.Anycast.IsEmpty && DependsOnClient(names.Steering);

    private static bool DependsOnClient(SiteSteering steering) =>
        steering.Filters.IsDefaultOrEmpty
        || steering.Filters.Any(filter => filter.Name.StartsWith("geotarget_", StringComparison.Ordinal));

    /// <summary>Runs the chain. A filter that <see cref="Problems"/> would name is passed over.</summary>
    public static SteeringDecision Decide(SteeringInput input)
    {
        var steering = input.Names.Steering;
        var chain = steering.Filters.IsDefaultOrEmpty ? Default : steering.Filters;
        var places = Start(input);
        var steps = new List<SteeringStep>(chain.Length + 2) { Started(places) };
        string? fallback = null;
        foreach (var filter in chain)
        {
            if (!Filters.ByName.TryGetValue(filter.Name, out var run))
            {
                continue;
            }

            var step = run(places, filter, input);
            steps.Add(new SteeringStep(filter.Name, step.Reasons));
            places = step.Kept;
            if (filter.Name == "up" && places.Length == 0)
            {
                fallback = steering.WhenAllDown;
                places = Fallback(input);
                steps.Add(new SteeringStep("when_all_down", FallbackReasons(places, fallback)));
            }
        }

        var named = places.Where(place => !Filters.IsForbidden(place.Verdict)).ToImmutableArray();
        var isAnycast = !input.Names.Anycast.IsEmpty && !named.IsEmpty;
        if (isAnycast)
        {
            steps.Add(Announced(named));
        }

        return new SteeringDecision(
            input.Names.Site,
            input.Verdicts.Epoch,
            input.Client,
            [.. steps],
            fallback,
            isAnycast ? [new SteeredPlace(Anycast, input.Names.Anycast)] : [.. named.Select(Steered)]);
    }

    // Which of them a client reaches, the Internet's routing decides by what they announce.
    private static SteeringStep Announced(ImmutableArray<Candidate> places) => new(
        Anycast,
        [.. places.Select(place => new PlaceReason(
            place.Location.Name, true, "the site has an address that is announced: it is named for all of them"))]);

    private static ImmutableArray<Candidate> Start(SteeringInput input)
    {
        var places = ImmutableArray.CreateBuilder<Candidate>(input.Names.Placed.Length);
        foreach (var name in input.Names.Placed)
        {
            if (FindLocation(input.Network, name) is { } location)
            {
                var verdict = input.Verdicts.Find(input.Names.Site, name);
                var nodes = verdict is { Serviceable: true } ? verdict.Nodes : AllNodes(location);
                places.Add(new Candidate(location, verdict, nodes));
            }
        }

        return places.ToImmutable();
    }

    private static SteeringStep Started(ImmutableArray<Candidate> places) => new(
        "placed",
        [.. places.Select(place => new PlaceReason(place.Location.Name, true, "the plan puts the site here"))]);

    // A place that the plan has left since, or that compliance has closed since, stays out whatever was good before.
    private static ImmutableArray<Candidate> Fallback(SteeringInput input)
    {
        var placed = Start(input).Where(place => !Filters.IsForbidden(place.Verdict));
        return input.Names.Steering.WhenAllDown switch
        {
            "All" => [.. placed.Select(place => place with { Nodes = AllNodes(place.Location) })],
            "LastGood" =>
            [
                .. placed.Join(
                    input.LastGood.Where(verdict => verdict.Serviceable && verdict.Site == input.Names.Site),
                    place => place.Location.Name,
                    verdict => verdict.Location,
                    (place, verdict) => place with { Nodes = verdict.Nodes },
                    StringComparer.Ordinal),
            ],
            _ => [],
        };
    }

    private static ImmutableArray<PlaceReason> FallbackReasons(ImmutableArray<Candidate> places, string fallback) =>
        [.. places.Select(place => new PlaceReason(
            place.Location.Name,
            true,
            fallback == "All" ? "all are down: every placed location" : "all are down: it was serviceable last"))];

    private static SteeredPlace Steered(Candidate place) => new(
        place.Location.Name,
        [
            .. place.Location.Nodes
                .Where(node => place.Nodes.Contains(node.Name, StringComparer.Ordinal))
                .SelectMany(node => node.Addresses),
        ]);

    private static ImmutableArray<string> AllNodes(NetworkLocation location) =>
        [.. location.Nodes.Select(node => node.Name)];

    // Locations are few hundred and sorted by name.
    private static NetworkLocation? FindLocation(NetworkSection network, string name)
    {
        var (low, high) = (0, network.Locations.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(network.Locations[middle].Name, name);
            if (order == 0)
            {
                return network.Locations[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
