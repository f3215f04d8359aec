using System.Text.Json.Nodes;
using Selvedge.Core.Geography;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What a Site's schema cannot say.</summary>
internal static class SiteChecks
{
    private const int SelectMax = 8;

    private static readonly string[] FilterNames =
        ["up", "allowed", "geotarget_country", "geotarget_latlong", "shuffle", "select_first_n"];

    public static void Check(JsonObject document, ICollection<Problem> problems)
    {
        CheckBackend(document, problems);
        CheckPaths(document, problems);
        CheckPlacement(document, problems);
        CheckResidency(document, problems);
        foreach (var (index, filter) in JsonRead.Items(document, "spec", "steering", "filters"))
        {
            CheckFilter($"spec.steering.filters[{index}]", filter, problems);
        }
    }

    private static void CheckBackend(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.At(document, "spec", "backend", "url") is not null
            && JsonRead.At(document, "spec", "backend", "service") is not null)
        {
            problems.Add(new Problem(
                "spec.backend.service", "The content comes from a url already.", "Remove one of url and service.",
                ProblemCause.FieldValueForbidden));
        }
    }

    private static void CheckPaths(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "spec", "backend", "probe", "path") is { } probe && !probe.StartsWith('/'))
        {
            Add(problems, "spec.backend.probe.path", $"'{TextForms.Brief(probe)}' is not a path.",
                "Begin it with '/'.");
        }

        foreach (var (index, rule) in JsonRead.Items(document, "spec", "cache", "rules"))
        {
            var path = JsonRead.Text(rule, "match", "path") ?? "";
            var star = path.IndexOf('*', StringComparison.Ordinal);
            if (path.Length > 0 && (path[0] != '/' || (star >= 0 && star != path.Length - 1)))
            {
                Add(problems, $"spec.cache.rules[{index}].match.path", $"'{TextForms.Brief(path)}' is not a path.",
                    "Begin it with '/'; '*' may stand only at its end.");
            }

            if (JsonRead.IsTrue(rule, "bypass") && JsonRead.At(rule, "ttl") is not null)
            {
                Add(problems, $"spec.cache.rules[{index}].ttl", "What is never kept has no lifetime.",
                    "Remove ttl or bypass.");
            }
        }
    }

    private static void CheckPlacement(JsonObject document, ICollection<Problem> problems)
    {
        var policy = JsonRead.Text(document, "spec", "placement", "policy") ?? "everywhere";
        var locations = JsonRead.Texts(document, "spec", "placement", "locations").ToList();
        if (policy == "static" && locations.Count == 0)
        {
            problems.Add(new Problem(
                "spec.placement.locations", "The policy static names its locations.", "Add one or more locations.",
                ProblemCause.FieldValueRequired));
        }

        if (policy == "everywhere" && locations.Count > 0)
        {
            Add(problems, "spec.placement.locations", "The policy everywhere does not read it.",
                "Write policy: static, or remove it.");
        }

        foreach (var (index, text) in JsonRead.Texts(document, "spec", "placement", "mustNotInclude"))
        {
            if (locations.Exists(location => location.Text == text))
            {
                Add(problems, $"spec.placement.mustNotInclude[{index}]",
                    $"{TextForms.Brief(text)} is among spec.placement.locations too.", "Remove it from one of them.");
            }
        }
    }

    private static void CheckResidency(JsonObject document, ICollection<Problem> problems)
    {
        foreach (var (index, text) in JsonRead.Texts(document, "spec", "residency", "process"))
        {
            if (!Countries.IsRegion(text))
            {
                problems.Add(RegionProblem.Of($"spec.residency.process[{index}]", text));
            }
        }
    }

    private static void CheckFilter(string path, JsonNode? filter, ICollection<Problem> problems)
    {
        JsonNode? arguments = null;
        var name = JsonRead.Text(filter);
        if (filter is JsonObject { Count: 1 } members)
        {
            (name, arguments) = members.First();
        }

        if (name is null)
        {
            problems.Add(new Problem(
                path, "A filter is its name, or an object whose only member is its name.",
                "Write for example up or {select_first_n: {n: 2}}.", ProblemCause.FieldValueTypeInvalid));
            return;
        }

        if (!FilterNames.Contains(name))
        {
            var near = Nearest.Of(name, FilterNames);
            problems.Add(new Problem(
                path, $"'{TextForms.Brief(name)}' is not a filter.",
                near is null ? $"Known: {string.Join(", ", FilterNames)}." : $"Did you mean {near}?",
                ProblemCause.FieldValueNotSupported));
            return;
        }

        CheckArguments($"{path}.{name}", name, arguments, problems);
    }

    private static void CheckArguments(string path, string name, JsonNode? node, ICollection<Problem> problems)
    {
        if (node is null)
        {
            return;
        }

        if (node is not JsonObject arguments)
        {
            problems.Add(new Problem(
                path, "The arguments of a filter are an object.", "Write {} or leave them out.",
                ProblemCause.FieldValueTypeInvalid));
            return;
        }

        foreach (var (argument, value) in arguments)
        {
            if (name != "select_first_n" || argument != "n")
            {
                problems.Add(new Problem(
                    $"{path}.{TextForms.Brief(argument)}", "The filter takes no such argument.", "Remove it.",
                    ProblemCause.FieldValueForbidden));
            }
            else if (JsonRead.Whole(value) is not (>= 1 and <= SelectMax))
            {
                Add(problems, $"{path}.n", "n says how many places stay.", $"Write 1 to {SelectMax}.");
            }
        }
    }

    private static void Add(ICollection<Problem> problems, string path, string message, string fix) =>
        problems.Add(new Problem(path, message, fix, ProblemCause.FieldValueInvalid));
}
