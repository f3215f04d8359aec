using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Requests;

/// <summary>Kubernetes' field selectors: <c>metadata.name=shop,involvedObject.kind!=Node</c>.</summary>
internal sealed class FieldSelector
{
    /// <summary>Selects everything.</summary>
    public static FieldSelector Everything { get; } = new([]);

    private readonly ImmutableArray<(string[] Path, bool Negated, string Value)> _terms;

    private FieldSelector(ImmutableArray<(string[] Path, bool Negated, string Value)> terms) => _terms = terms;

    /// <summary>Whether it selects everything.</summary>
    public bool IsEmpty => _terms.IsEmpty;

    /// <summary>Reads a selector for documents of a kind.</summary>
    /// <param name="kind">Which fields are known.</param>
    /// <param name="text">The selector.</param>
    /// <param name="selector">The selector where true is returned.</param>
    /// <param name="reason">What is wrong where false is returned; else empty.</param>
    public static bool TryParse(ResourceKind kind, string? text, out FieldSelector selector, out string reason)
    {
        selector = Everything;
        reason = "";
        var terms = ImmutableArray.CreateBuilder<(string[], bool, string)>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || terms.Count == Limits.SelectorTermsMax)
            {
                reason = "a field selector is written as field=value";
                return false;
            }

            var negated = part[equals - 1] == '!';
            var name = part[..(negated ? equals - 1 : equals)].Trim();
            if (!Known(kind, name))
            {
                reason = $"field label not supported: {TextForms.Brief(name)}";
                return false;
            }

            terms.Add((name.Split('.'), negated, part[(equals + 1)..].TrimStart('=').Trim()));
        }

        selector = new FieldSelector(terms.ToImmutable());
        return true;
    }

    /// <summary>Whether a document is selected. A missing field is as empty.</summary>
    public bool Matches(JsonObject document)
    {
        foreach (var (path, negated, value) in _terms)
        {
            if ((JsonRead.Text(document, path) ?? "") == value == negated)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the part that never changes, name and namespace, could still be selected.</summary>
    public bool CouldMatch(JsonObject document)
    {
        foreach (var (path, negated, value) in _terms)
        {
            if (path[0] == "metadata" && (JsonRead.Text(document, path) ?? "") == value == negated)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Known(ResourceKind kind, string name) => name switch
    {
        "metadata.name" or "metadata.namespace" => true,
        "type" => kind.Kind is "Event" or "Secret",
        "reason" or "reportingComponent" => kind.Kind == "Event",
        "status.phase" => kind.Kind == "Namespace",
        _ => kind.Kind == "Event" && name.StartsWith("involvedObject.", StringComparison.Ordinal)
            && kind.Schema.Member("involvedObject")!.Member(name["involvedObject.".Length..]) is not null,
    };
}
