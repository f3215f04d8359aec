using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Core.Placement;

/// <summary>The ConfigMap <c>location-optimizer</c>, whose <c>data.strategy</c> is JSON:
/// <c>{"strategy":"SolverServiceV1","params":{"policy":"dynamic","mustInclude":[{"region":"europe"}]}}</c>. What it
/// leaves out has the defaults of <see cref="PlacementConstraints"/> and the policy dynamic.</summary>
public static class LocationOptimizer
{
    /// <summary>The ConfigMap's name.</summary>
    public const string Name = "location-optimizer";

    /// <summary>The key of its data.</summary>
    public const string Key = "strategy";

    private const string Path = "data.strategy";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads it.</summary>
    /// <param name="map">Of the name.</param>
    /// <param name="problems">Everything that is wrong; empty exactly where there is a strategy.</param>
    /// <returns>Null where anything is wrong.</returns>
    public static LocationStrategy? Read(ConfigMap map, out ImmutableArray<Problem> problems)
    {
        var found = new List<Problem>();
        var node = Parse(map, found);
        if (node is not null)
        {
            new SchemaValidator(found).Check(Path, LocationOptimizerSchema.Strategy, node);
            LocationOptimizerChecks.Check($"{Path}.params", JsonRead.At(node, "params"), found);
        }

        problems = [.. found.DistinctBy(problem => (problem.Path, problem.Message)).Take(SchemaLimits.ProblemsMax)];
        return problems.IsEmpty ? Convert(JsonRead.At(node, "params")) : null;
    }

    private static JsonNode? Parse(ConfigMap map, List<Problem> problems)
    {
        const string Fix = """Write for example {"strategy":"SolverServiceV1","params":{"policy":"dynamic"}}.""";
        if (!map.Data.TryGetValue(Key, out var text) || string.IsNullOrWhiteSpace(text))
        {
            problems.Add(new Problem(Path, "The field is required.", Fix, ProblemCause.FieldValueRequired));
            return null;
        }

        try
        {
            if (JsonNode.Parse(text, documentOptions: Strict) is { } node)
            {
                Decode(node);
                return node;
            }

            problems.Add(new Problem(Path, "Null stands where an object must.", Fix,
                ProblemCause.FieldValueTypeInvalid));
        }
        catch (JsonException failure)
        {
            var where = failure.LineNumber is { } line && failure.BytePositionInLine is { } position
                ? FormattableString.Invariant($" from line {line + 1}, byte {position + 1} on")
                : "";
            problems.Add(new Problem(
                Path, $"The text is not JSON, or has a member twice{where}.", Fix, ProblemCause.FieldValueInvalid));
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(
                Path, "A text has half of a surrogate pair.", "Write the character itself.",
                ProblemCause.FieldValueInvalid));
        }

        return null;
    }

    // Texts are decoded when they are first read; what cannot be is to be found here, not later on.
    private static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    Decode(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Decode(item);
                }

                break;
            default:
                _ = JsonRead.Text(node);
                break;
        }
    }

    private static LocationStrategy Convert(JsonNode? parameters)
    {
        var orElse = new PlacementConstraints();
        return new LocationStrategy(
            JsonRead.Text(parameters, "policy") switch
            {
                "static" => PlacementPolicy.Static,
                "everywhere" => PlacementPolicy.Everywhere,
                _ => PlacementPolicy.Dynamic,
            },
            orElse with
            {
                MustInclude = Selectors(parameters, "mustInclude"),
                MustNotInclude = Selectors(parameters, "mustNotInclude"),
                MinimumLocations = (int)(JsonRead.Whole(parameters, "minimumLocations") ?? orElse.MinimumLocations),
                MaximumLocations = (int)(JsonRead.Whole(parameters, "maximumLocations") ?? orElse.MaximumLocations),
                MinimumUsagePerLocation =
                    JsonRead.Number(parameters, "minimumUsagePerLocation") ?? orElse.MinimumUsagePerLocation,
            });
    }

    private static ImmutableArray<PlaceSelector> Selectors(JsonNode? parameters, string list) =>
        [.. JsonRead.Items(parameters, list).Select(entry => Selector(entry.Item))];

    /// <summary>One entry, as far as it can be read.</summary>
    internal static PlaceSelector Selector(JsonNode? entry) => new()
    {
        Location = JsonRead.Text(entry, "location"),
        City = JsonRead.Text(entry, "city"),
        Country = JsonRead.Text(entry, "country"),
        Region = JsonRead.Text(entry, "region"),
        Continent = JsonRead.Text(entry, "continent"),
        Provider = JsonRead.Text(entry, "provider"),
        Label = JsonRead.Text(entry, "label"),
    };
}
