using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>Finds every problem of a document at once.</summary>
public static class DocumentValidator
{
    /// <summary>Checks a document against its kind: its schema, its metadata and its meaning.</summary>
    /// <param name="kind">What it claims to be.</param>
    /// <param name="document">Of whatever shape; it is not changed.</param>
    /// <returns>In the order of the document, unknown fields included; empty: it is good. At most
    /// <see cref="SchemaLimits.ProblemsMax"/>.</returns>
    public static ImmutableArray<Problem> Validate(ResourceKind kind, JsonObject document)
    {
        var problems = new List<Problem>();
        if (JsonRead.Text(document, "apiVersion") is { } apiVersion && apiVersion != kind.ApiVersion)
        {
            problems.Add(new Problem(
                "apiVersion", $"'{TextForms.Brief(apiVersion)}' is not the version of {kind.Kind}.",
                $"Write {kind.ApiVersion}.", ProblemCause.FieldValueInvalid));
        }

        if (JsonRead.Text(document, "kind") is { } name && name != kind.Kind)
        {
            problems.Add(new Problem(
                "kind", $"'{TextForms.Brief(name)}' is not {kind.Kind}.", $"Write {kind.Kind}.",
                ProblemCause.FieldValueInvalid));
        }

        new SchemaValidator(problems).Check("", kind.Schema, document);
        MetadataChecks.Check(kind, document, problems);
        kind.Check(document, problems);
        return [.. problems.DistinctBy(problem => (problem.Path, problem.Message)).Take(SchemaLimits.ProblemsMax)];
    }
}
