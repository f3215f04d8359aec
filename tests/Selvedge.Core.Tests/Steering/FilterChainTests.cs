using System.Collections.Immutable;
using CsCheck;
using Selvedge.Core.Geography;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Steering;

namespace Selvedge.Core.Tests.Steering;

public sealed class FilterChainTests
{
    private static readonly SiteId Site = new("default", "shop");

    private static readonly ImmutableArray<NetworkLocation> Locations =
    [
        Location("ams", "NL", 52.4, 4.9),
        Location("fra", "DE", 50.1, 8.7),
        Location("nyc", "US", 40.7, -74),
        Location("sao", "BR", -23.5, -46.6),
        Location("syd", "AU", -33.9, 151.2),
    ];

    private static readonly Gen<string> FilterNames =
        Gen.Int[0, FilterChain.FilterNames.Length - 1].Select(index => FilterChain.FilterNames[index]);

    [Theory]
    [InlineData("", "DE 52.5 13.4", "ams fra nyc sao syd", "fra ams")]
    [InlineData("", "US 39 -77", "ams fra nyc sao syd", "nyc ams")]
    [InlineData("", "US 39 -77", "fra syd", "fra syd")]
    [InlineData("", "?", "ams fra nyc sao syd", "ams fra")]
    [InlineData("up", "?", "nyc syd", "nyc syd")]
    [InlineData("up geotarget_country", "DE 52.5 13.4", "ams fra nyc sao syd", "fra ams nyc sao syd")]
    [InlineData("up geotarget_country", "AR 0 0", "ams fra nyc sao syd", "sao ams fra nyc syd")]
    [InlineData("up geotarget_country", "XX 0 0", "nyc syd", "nyc syd")]
    [InlineData("up geotarget_latlong select_first_n=1", "NZ -41 174", "ams fra nyc sao syd", "syd")]
    [InlineData("geotarget_latlong select_first_n=3", "NZ -41 174", "", "syd sao nyc")]
    [InlineData("select_first_n=8", "?", "", "ams fra nyc sao syd")]
    public void The_chain_names_the_places_in_its_order(string chain, string client, string up, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Names(Decide(chain, client, up)));

    [Fact]
    public void A_site_whose_own_address_is_announced_is_named_by_it_wherever_the_client_is()
    {
        var input = Announced(Input("", "NZ -41 174", "fra syd", "Fail", ""));
        var decision = FilterChain.Decide(input);
        Assert.Equal(FilterChain.Anycast, Assert.Single(decision.Places).Location);
        Assert.Equal(["192.0.2.1"], decision.Places[0].Addresses);
        Assert.Equal(["syd", "fra"], decision.Steps[^1].Places.Select(place => place.Location));
        Assert.False(FilterChain.DependsOnClient(input.Names));
        Assert.Empty(FilterChain.Decide(Announced(Input("up", "?", "", "Fail", ""))).Places);

        static SteeringInput Announced(SteeringInput input) =>
            input with { Names = input.Names with { Anycast = ["192.0.2.1"] } };
    }

    [Theory]
    [InlineData("LastGood", "nyc syd", "nyc syd")]
    [InlineData("LastGood", "", "")]
    [InlineData("LastGood", "gone", "")]
    [InlineData("All", "", "ams fra nyc sao syd")]
    [InlineData("Fail", "nyc", "")]
    public void When_all_are_down_the_site_says_what_happens(string whenAllDown, string lastGood, string expected)
    {
        var decision = Decide("up", "?", "", whenAllDown, lastGood);
        Assert.Equal(whenAllDown, decision.Fallback);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Names(decision));
    }

    [Theory]
    [InlineData("up", "LastGood")]
    [InlineData("up", "All")]
    [InlineData("select_first_n=8", "All")]
    [InlineData("allowed", "All")]
    public void A_place_that_compliance_forbids_is_never_named(string chain, string whenAllDown)
    {
        var forbidden = new VerdictTable(
            2,
            DateTimeOffset.UnixEpoch,
            [Shut("ams", Gate.Healthy), Shut("fra", Gate.Allowed), Shut("nyc", Gate.Healthy)]);
        var input = Input(chain, "?", "", whenAllDown, "fra nyc");
        Assert.DoesNotContain("fra", Names(FilterChain.Decide(input with { Verdicts = forbidden })));
    }

    [Fact]
    public void Each_step_says_why_for_each_place_it_was_given()
    {
        var decision = Decide("", "DE 52.5 13.4", "fra nyc syd");
        Assert.Equal(
            ["placed", "up", "geotarget_latlong", "select_first_n"], decision.Steps.Select(step => step.Filter));
        Assert.Equal([5, 5, 3, 3], decision.Steps.Select(step => step.Given));
        Assert.Equal([5, 3, 3, 2], decision.Steps.Select(step => step.Kept));
        Assert.Contains(
            new PlaceReason("ams", false, "shut: healthy (NoQuorum)"), decision.Steps[1].Places);
        Assert.StartsWith("42", decision.Steps[2].Places[0].Reason, StringComparison.Ordinal);
        Assert.All(decision.Steps, step => Assert.All(step.Places, place => Assert.NotEmpty(place.Reason)));
    }

    [Fact]
    public void Under_up_only_serviceable_places_and_their_nodes_are_named() => Gen.Select(
        FilterNames.Array[0, 5], Gen.Bool.Array[5], Gen.Long).Sample((filters, up, turn) =>
        {
            var names = Locations.Where((_, index) => up[index]).Select(location => location.Name).ToArray();
            var input = Input("up " + string.Join(' ', filters), "DE 50 8", string.Join(' ', names), "Fail", "");
            var decision = FilterChain.Decide(input with { Turn = turn });
            Assert.Subset(names.ToHashSet(StringComparer.Ordinal), Names(decision).ToHashSet(StringComparer.Ordinal));
            Assert.Equal(Names(decision).Distinct(StringComparer.Ordinal), Names(decision));
            Assert.All(decision.Places, place => Assert.Equal([$"{place.Location}-1"], place.Addresses));
            Assert.Equal(Names(decision), Names(FilterChain.Decide(input with { Turn = turn })));
        });

    [Fact]
    public void Places_are_ordered_by_distance_wherever_the_client_is() =>
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180]).Sample((latitude, longitude) =>
        {
            Coordinates client = new() { Latitude = latitude, Longitude = longitude };
            var input = Input("geotarget_latlong", "?", "", "Fail", "") with
            {
                Client = new SteeringClient(null, null, client),
            };
            var distances = FilterChain.Decide(input).Places.Select(place => GreatCircle.Kilometres(
                client, Locations.Single(location => location.Name == place.Location).Coordinates)).ToList();
            Assert.Equal(5, distances.Count);
            Assert.Equal(distances.Order(), distances);
        });

    [Fact]
    public void A_shuffle_keeps_all_places_and_puts_each_first_once_in_a_round() =>
        Gen.Long[0, long.MaxValue / 10].Sample(round =>
        {
            var firsts = Enumerable.Range(0, 5).Select(turn =>
            {
                var names = Names(FilterChain.Decide(
                    Input("shuffle", "?", "", "Fail", "") with { Turn = (round * 5) + turn }));
                Assert.Equal(Locations.Select(location => location.Name), names.Order(StringComparer.Ordinal));
                return names[0];
            });
            Assert.Equal(5, firsts.Distinct(StringComparer.Ordinal).Count());
        });

    [Fact]
    public void Wrong_steering_is_told_with_all_its_problems()
    {
        var problems = FilterChain.Problems(new SiteSteering
        {
            Ttl = TimeSpan.Zero,
            WhenAllDown = "Maybe",
            Filters = [new() { Name = "magic" }, new() { Name = "select_first_n", N = 9 }],
        });
        Assert.Equal(4, problems.Count());
        Assert.Empty(FilterChain.Problems(new SiteSteering()));
        Assert.Empty(FilterChain.Problems(new SiteSteering { Filters = FilterChain.Default }));
    }

    private static string[] Names(SteeringDecision decision) => [.. decision.Places.Select(place => place.Location)];

    private static SteeringDecision Decide(
        string chain, string client, string up, string whenAllDown = "Fail", string lastGood = "") =>
        FilterChain.Decide(Input(chain, client, up, whenAllDown, lastGood));

    private static SteeringInput Input(string chain, string client, string up, string whenAllDown, string lastGood)
    {
        var filters = chain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=')).Select(
            parts => new SteeringFilter { Name = parts[0], N = parts.Length > 1 ? parts[1][0] - '0' : 2 });
        var serviceable = up.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var where = client.Split(' ');
        return new SteeringInput(
            new NamesSection(
                Site,
                ["shop.test"],
                [.. Locations.Select(location => location.Name)],
                new SiteSteering { WhenAllDown = whenAllDown, Filters = [.. filters] },
                new SiteProbe()),
            new NetworkSection(Locations, [], []),
            new VerdictTable(1, DateTimeOffset.UnixEpoch, [.. Locations.Select(location =>
                serviceable.Contains(location.Name, StringComparer.Ordinal)
                    ? Up(location.Name)
                    : Shut(location.Name, Gate.Healthy))]),
            [.. lastGood.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Up)],
            where.Length < 3
                ? SteeringClient.Unknown
                : new SteeringClient(null, where[0], new Coordinates
                {
                    Latitude = double.Parse(where[1], System.Globalization.CultureInfo.InvariantCulture),
                    Longitude = double.Parse(where[2], System.Globalization.CultureInfo.InvariantCulture),
                }));
    }

    private static Verdict Up(string location) => new(Site, location, true, [location + "-1"], []);

    private static Verdict Shut(string location, Gate gate) =>
        new(Site, location, false, [], [new ShutGate(gate, "NoQuorum", "", DateTimeOffset.UnixEpoch)]);

    private static NetworkLocation Location(string name, string country, double latitude, double longitude) => new(
        name,
        country,
        new Coordinates { Latitude = latitude, Longitude = longitude },
        [new NetworkNode(name + "-1", [name + "-1"], 80, 443), new NetworkNode(name + "-2", [name + "-2"], 80, 443)]);
}
