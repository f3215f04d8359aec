using System.Text.Json.Nodes;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What the schema of requests and limits cannot say.</summary>
internal static class ResourceChecks
{
    private static readonly string[] Known = ["cpu", "memory"];

    /// <summary>Adds every problem of a container's resources.</summary>
    public static void Check(string path, JsonNode? resources, ICollection<Problem> problems)
    {
        foreach (var part in (string[])["requests", "limits"])
        {
            CheckAmounts($"{path}.{part}", JsonRead.At(resources, part), problems);
        }

        foreach (var name in Known)
        {
            if (Of(JsonRead.At(resources, "requests", name)) is { } request
                && Of(JsonRead.At(resources, "limits", name)) is { } limit
                && request.MilliUnits > limit.MilliUnits)
            {
                problems.Add(new Problem(
                    $"{path}.requests[{name}]", "More is asked for than the limit allows.",
                    "Lower the request or raise the limit.", ProblemCause.FieldValueInvalid));
            }
        }
    }

    /// <summary>Adds every problem of amounts by resource.</summary>
    public static void CheckAmounts(string path, JsonNode? amounts, ICollection<Problem> problems)
    {
        foreach (var (name, value) in amounts as JsonObject ?? [])
        {
            if (!Known.Contains(name))
            {
                problems.Add(new Problem(
                    $"{path}[{TextForms.Brief(name)}]", "It is not known here.",
                    Nearest.Of(name, Known) is { } near ? $"Did you mean {near}?" : "Known: cpu and memory.",
                    ProblemCause.FieldValueNotSupported));
            }
            else if (HasForm(value) && Of(value) is not { MilliUnits: >= 0 })
            {
                problems.Add(new Problem(
                    $"{path}[{name}]", $"'{TextForms.Brief($"{value}")}' is not an amount.",
                    "Write for example 250m, 2, 64Mi or 1G.", ProblemCause.FieldValueInvalid));
            }
        }
    }

    // What has not the form of a quantity the schema tells.
    private static bool HasForm(JsonNode? value) =>
        value is JsonValue && TextForms.Check(TextFormat.Quantity, $"{value}") is null;

    private static Quantity? Of(JsonNode? value) =>
        value is JsonValue && Quantity.TryParse($"{value}", out var quantity) ? quantity : null;
}
