using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Core.Tests.Placement;

public sealed class LocationOptimizerTests
{
    private static readonly PlacementConstraints Defaults = new();

    [Theory]
    [InlineData("location-optimizer", """{"strategy":"SolverServiceV1"}""", null)]
    [InlineData("location-optimizer", """{"strategy":"Best"}""", "data.strategy.strategy")]
    [InlineData("location-optimizer", "{", "data.strategy")]
    [InlineData("location-optimizer", "", "data.strategy")]
    [InlineData("other", "{", null)]
    public void A_ConfigMap_of_the_name_is_checked_before_it_is_stored(string name, string strategy, string? path)
    {
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            ["data"] = new JsonObject { ["strategy"] = strategy },
        };

        var problems = DocumentValidator.Validate(KindRegistry.Find("v1", "ConfigMap")!, document);

        Assert.Equal(path is null ? [] : [path], problems.Select(problem => problem.Path));
    }

    [Fact]
    public void The_whole_form_is_read()
    {
        var strategy = Read("""
            {"strategy":"SolverServiceV1","params":{"policy":"static","mustInclude":[{"region":"europe"},
            {"city":"New York","country":"US","continent":"NA","provider":"acme","label":"tier=gold","location":"nyc"}],
            "mustNotInclude":[{"label":"old"}],"minimumLocations":1,"maximumLocations":7,
            "minimumUsagePerLocation":2.5}}
            """);

        Assert.Equal(PlacementPolicy.Static, strategy.Policy);
        Assert.Equal(
            [
                new PlaceSelector { Region = "europe" },
                new PlaceSelector
                {
                    City = "New York",
                    Country = "US",
                    Continent = "NA",
                    Provider = "acme",
                    Label = "tier=gold",
                    Location = "nyc",
                },
            ],
            strategy.Constraints.MustInclude.AsEnumerable());
        Assert.Equal([new PlaceSelector { Label = "old" }], strategy.Constraints.MustNotInclude.AsEnumerable());
        Assert.Equal(1, strategy.Constraints.MinimumLocations);
        Assert.Equal(7, strategy.Constraints.MaximumLocations);
        Assert.Equal(2.5, strategy.Constraints.MinimumUsagePerLocation);
        Assert.Empty(strategy.Constraints.Compliance);
    }

    [Theory]
    [InlineData("""{"strategy":"SolverServiceV1"}""")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"policy":"dynamic"}}""")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"policy":null,"mustInclude":null}}""")]
    [InlineData("""
        {"strategy":"SolverServiceV1","params":{"policy":"dynamic","mustInclude":[],"mustNotInclude":[],
        "minimumLocations":2,"maximumLocations":5,"minimumUsagePerLocation":20}}
        """)]
    public void What_is_left_out_has_the_known_defaults(string text)
    {
        var strategy = Read(text);

        Assert.Equal(PlacementPolicy.Dynamic, strategy.Policy);
        Assert.Equal((2, 5, 20.0), (
            strategy.Constraints.MinimumLocations, strategy.Constraints.MaximumLocations,
            strategy.Constraints.MinimumUsagePerLocation));
        Assert.Equal(Defaults.MinimumLocations, strategy.Constraints.MinimumLocations);
        Assert.Empty(strategy.Constraints.MustInclude);
        Assert.Empty(strategy.Constraints.MustNotInclude);
    }

    [Theory]
    [InlineData("""{"strategy":"SolverServiceV2"}""", "data.strategy.strategy", "Did you mean SolverServiceV1?")]
    [InlineData("{}", "data.strategy.strategy", "Add text. The algorithm.")]
    [InlineData("[]", "data.strategy", "Write an object.")]
    [InlineData("null", "data.strategy", null)]
    [InlineData("""{"strategy":"SolverServiceV1",}""", "data.strategy", null)]
    [InlineData("""{"strategy":"SolverServiceV1","strategy":"SolverServiceV1"}""", "data.strategy", null)]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"policy":"dynamc"}}""", "data.strategy.params.policy",
        "Did you mean dynamic?")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"minimumLocation":3}}""",
        "data.strategy.params.minimumLocation", "Did you mean minimumLocations?")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"minimumLocations":"3"}}""",
        "data.strategy.params.minimumLocations", "Write it without quotes.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"minimumLocations":0}}""",
        "data.strategy.params.minimumLocations", "Write 1 to 1000.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"minimumUsagePerLocation":-1}}""",
        "data.strategy.params.minimumUsagePerLocation", "Write 0 to 1000000000.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"minimumLocations":6}}""",
        "data.strategy.params.minimumLocations",
        "Write a minimumLocations of at most 5, or a maximumLocations of 6 or more; left out, they are 2 and 5.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"maximumLocations":1}}""",
        "data.strategy.params.maximumLocations",
        "Write a minimumLocations of at most 1, or a maximumLocations of 2 or more; left out, they are 2 and 5.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"mustInclude":[{"region":"northamerica"}]}}""",
        "data.strategy.params.mustInclude[0].region", "Did you mean north-america?")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"mustInclude":[{"country":"de"}]}}""",
        "data.strategy.params.mustInclude[0].country", "Write DE.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"mustNotInclude":[{}]}}""",
        "data.strategy.params.mustNotInclude[0]", "Write for example {\"region\": \"europe\"}, or remove it.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"mustInclude":["europe"]}}""",
        "data.strategy.params.mustInclude[0]", "Write an object.")]
    [InlineData("""
        {"strategy":"SolverServiceV1","params":{"mustInclude":[{"country":"DE"}],"mustNotInclude":[{"country":"DE"}]}}
        """, "data.strategy.params.mustInclude[0]", "Remove it from one of them.")]
    [InlineData("""{"strategy":"SolverServiceV1","params":{"mustInclude":[{"city":"\ud800"}]}}""", "data.strategy",
        "Write the character itself.")]
    public void A_problem_has_its_path_and_a_fix(string text, string path, string? fix)
    {
        Assert.Null(LocationOptimizer.Read(Map(text), out var problems));

        var problem = Assert.Single(problems);
        Assert.Equal(path, problem.Path);
        Assert.Equal(fix ?? problem.Fix, problem.Fix);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        LocationOptimizer.Read(
            Map("""{"strategy":"x","params":{"policy":"y","minimumLocations":9,"mustInclude":[{"region":"z"},{}]}}"""),
            out var problems);

        Assert.Equal(
            [
                "data.strategy.params.minimumLocations", "data.strategy.params.mustInclude[0].region",
                "data.strategy.params.mustInclude[1]", "data.strategy.params.policy", "data.strategy.strategy",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_the_key_that_is_the_problem()
    {
        Assert.Null(LocationOptimizer.Read(new ConfigMap(), out var problems));
        Assert.Equal(ProblemCause.FieldValueRequired, Assert.Single(problems).Cause);
    }

    [Fact]
    public void Any_text_gives_a_strategy_or_problems_and_never_throws() =>
        Gen.OneOf(Gen.String, GenNode(3).Select(node => node?.ToJsonString() ?? "null")).Sample(text =>
        {
            var strategy = LocationOptimizer.Read(Map(text), out var problems);
            Assert.Equal(strategy is null, !problems.IsEmpty);
            Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
        }, iter: 20_000);

    private static Gen<JsonNode?> GenNode(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Const(() => (JsonNode?)null), Gen.Int[-3, 2_000].Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.OneOf("SolverServiceV1", "dynamic", "everywhere", "europe", "DE", "EU", "a=b", "")
                .Select(text => (JsonNode?)JsonValue.Create(text)));
        if (depth == 0)
        {
            return leaf;
        }

        var below = GenNode(depth - 1);
        var members = Gen.Select(
            Gen.OneOf("strategy", "params", "policy", "mustInclude", "mustNotInclude", "minimumLocations",
                "maximumLocations", "minimumUsagePerLocation", "region", "country", "continent", "label", "city"),
            below).Array[0, 5].Select(pairs => (JsonNode?)new JsonObject(pairs.DistinctBy(pair => pair.Item1)
                .Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2?.DeepClone()))));
        var items = below.Array[0, 3].Select(nodes =>
            (JsonNode?)new JsonArray([.. nodes.Select(node => node?.DeepClone())]));
        return Gen.Frequency((1, leaf), (4, members), (2, items));
    }

    private static LocationStrategy Read(string text)
    {
        var strategy = LocationOptimizer.Read(Map(text), out var problems);
        Assert.Empty(problems);
        return strategy!;
    }

    private static ConfigMap Map(string text) => new()
    {
        Metadata = new ObjectMeta { Name = LocationOptimizer.Name },
        Data = ImmutableDictionary<string, string>.Empty.Add(LocationOptimizer.Key, text),
    };
}
