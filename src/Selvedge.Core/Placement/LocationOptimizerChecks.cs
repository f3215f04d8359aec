using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Core.Geography;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Core.Placement;

/// <summary>What the schema of <c>data.strategy</c> cannot say.</summary>
internal static class LocationOptimizerChecks
{
    /// <summary>Adds the problems of a ConfigMap that has the optimizer's name.</summary>
    public static void CheckMap(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "metadata", "name") != LocationOptimizer.Name)
        {
            return;
        }

        var text = JsonRead.Text(document, "data", LocationOptimizer.Key);
        var data = ImmutableDictionary<string, string>.Empty;
        _ = LocationOptimizer.Read(
            new ConfigMap { Data = text is null ? data : data.Add(LocationOptimizer.Key, text) }, out var found);
        foreach (var problem in found)
        {
            problems.Add(problem);
        }
    }

    public static void Check(string path, JsonNode? parameters, ICollection<Problem> problems)
    {
        CheckBounds(path, parameters, problems);
        var excluded = JsonRead.Items(parameters, "mustNotInclude")
            .Select(entry => LocationOptimizer.Selector(entry.Item)).ToHashSet();
        foreach (var list in new[] { "mustInclude", "mustNotInclude" })
        {
            foreach (var (index, entry) in JsonRead.Items(parameters, list))
            {
                CheckEntry(FormattableString.Invariant($"{path}.{list}[{index}]"), entry, problems);
                if (list == "mustInclude" && entry is JsonObject { Count: > 0 }
                    && excluded.Contains(LocationOptimizer.Selector(entry)))
                {
                    problems.Add(new Problem(
                        FormattableString.Invariant($"{path}.{list}[{index}]"), "The entry is in mustNotInclude too.",
                        "Remove it from one of them.", ProblemCause.FieldValueInvalid));
                }
            }
        }
    }

    private static void CheckBounds(string path, JsonNode? parameters, ICollection<Problem> problems)
    {
        var orElse = new PlacementConstraints();
        var most = JsonRead.Whole(parameters, "maximumLocations") ?? orElse.MaximumLocations;
        var fewest = JsonRead.Whole(parameters, "minimumLocations") ?? orElse.MinimumLocations;
        if (fewest > most && JsonRead.Text(parameters, "policy") != "everywhere")
        {
            var given = JsonRead.At(parameters, "minimumLocations") is null ? "maximumLocations" : "minimumLocations";
            problems.Add(new Problem(
                $"{path}.{given}",
                FormattableString.Invariant($"At least {fewest} and at most {most} locations cannot be."),
                FormattableString.Invariant($"Write a minimumLocations of at most {most}, or a maximumLocations of ")
                    + FormattableString.Invariant($"{fewest} or more; left out, they are 2 and 5."),
                ProblemCause.FieldValueInvalid));
        }
    }

    private static void CheckEntry(string path, JsonNode? entry, ICollection<Problem> problems)
    {
        if (entry is JsonObject members && members.All(member => member.Value is null or JsonValue)
            && LocationOptimizer.Selector(entry) == new PlaceSelector())
        {
            problems.Add(new Problem(
                path, "The entry names nothing.", "Write for example {\"region\": \"europe\"}, or remove it.",
                ProblemCause.FieldValueRequired));
        }

        if (JsonRead.Text(entry, "region") is { } region && !Countries.IsRegion(region))
        {
            problems.Add(RegionProblem.Of($"{path}.region", region));
        }
    }
}
