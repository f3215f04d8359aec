using System.Text.Json.Nodes;
using Selvedge.Core.Workloads;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>v1 ResourceQuota</c>.</summary>
internal static class ResourceQuotaKind
{
    private const string Limits = "limits.";

    public static ResourceKind Create() => new()
    {
        Kind = "ResourceQuota",
        Plural = "resourcequotas",
        Singular = "resourcequota",
        ShortNames = ["quota"],
        Namespaced = true,
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "What the pods of a namespace may take together, at all locations.",
            Required("spec", Fields("What is allowed.",
                Required("hard", CommonSchemas.Amounts(
                    $"The most of each: {string.Join(", ", QuotaResource.All.Select(resource => resource.Name))}.")))),
            Optional("status", Fields("What is taken; written by the control plane.").Opened())),
        Columns =
        [
            new PrinterColumn("Request", "string", 0, "What is taken, of what is allowed.",
                static (document, _) => Cell(document, limits: false)),
            new PrinterColumn("Limit", "string", 0, "The same of limits.",
                static (document, _) => Cell(document, limits: true)),
            CommonSchemas.Age,
        ],
        Check = Check,
    };

    private static string Cell(JsonObject document, bool limits) => string.Join(", ",
        from hard in JsonRead.At(document, "status", "hard") as JsonObject ?? []
        where hard.Key.StartsWith(Limits, StringComparison.Ordinal) == limits
        select $"{hard.Key}: {JsonRead.At(document, "status", "used", hard.Key)}/{hard.Value}");

    private static void Check(JsonObject document, ICollection<Problem> problems)
    {
        var known = QuotaResource.All.Select(resource => resource.Name).ToList();
        foreach (var (name, value) in JsonRead.At(document, "spec", "hard") as JsonObject ?? [])
        {
            var path = $"spec.hard[{TextForms.Brief(name)}]";
            if (QuotaResource.Find(name) is not { } resource)
            {
                problems.Add(new Problem(
                    path, "It is not known here.",
                    Nearest.Of(name, known) is { } near
                        ? $"Did you mean {near}?"
                        : $"Known: {string.Join(", ", known)}.",
                    ProblemCause.FieldValueNotSupported));
            }
            else if (value is JsonValue && Quantity.TryParse($"{value}", out var amount)
                && (amount.MilliUnits < 0 || (resource.Field.Length == 0 && amount.MilliUnits % 1000 != 0)))
            {
                problems.Add(new Problem(
                    path, $"'{TextForms.Brief($"{value}")}' is not an amount of it.",
                    resource.Field.Length == 0 ? "Write a whole number." : "Write for example 4 or 8Gi.",
                    ProblemCause.FieldValueInvalid));
            }
        }
    }
}
