using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Requests;

/// <summary>Kubernetes' label selectors: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
internal sealed partial class LabelSelector
{
    /// <summary>Selects everything.</summary>
    public static LabelSelector Everything { get; } = new([]);

    private readonly ImmutableArray<(string Key, bool Negated, ImmutableArray<string>? Values)> _terms;

    private LabelSelector(ImmutableArray<(string Key, bool Negated, ImmutableArray<string>? Values)> terms) =>
        _terms = terms;

    /// <summary>Whether it selects everything.</summary>
    public bool IsEmpty => _terms.IsEmpty;

    /// <summary>Reads a selector.</summary>
    public static bool TryParse(string? text, out LabelSelector selector)
    {
        selector = Everything;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var terms = ImmutableArray.CreateBuilder<(string, bool, ImmutableArray<string>?)>();
        foreach (var part in SplitForm().Split(text))
        {
            var match = TermForm().Match(part);
            if (!match.Success || terms.Count == Limits.SelectorTermsMax)
            {
                return false;
            }

            var key = match.Groups["key"].Value;
            var sign = match.Groups["sign"].Value;
            ImmutableArray<string>? values = match.Groups["set"].Success
                ? [.. match.Groups["set"].Value.Split(',', StringSplitOptions.TrimEntries)]
                : sign.Length > 0 ? [match.Groups["value"].Value] : null;
            var negated = match.Groups["not"].Success || sign == "!=" || match.Groups["in"].Value == "notin";
            terms.Add((key, negated, values));
        }

        selector = new LabelSelector(terms.ToImmutable());
        return true;
    }

    /// <summary>Whether a document is selected.</summary>
    public bool Matches(JsonObject document)
    {
        foreach (var (key, negated, values) in _terms)
        {
            var label = JsonRead.Text(document, "metadata", "labels", key);
            var holds = label is not null && (values is null || values.Value.Contains(label, StringComparer.Ordinal));
            if (holds == negated)
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@",(?![^()]*\))", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SplitForm();

    [GeneratedRegex(
        @"\A\s*(?<not>!)?\s*(?<key>[A-Za-z0-9][-A-Za-z0-9_./]*)\s*((?<sign>==|=|!=)\s*(?<value>[-A-Za-z0-9_.]*)"
        + @"|\s(?<in>in|notin)\s*\((?<set>[-A-Za-z0-9_., ]*)\))?\s*\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TermForm();
}
