using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>Selects documents by their labels; every part has to hold. An empty one selects nothing here: Kubernetes
/// refuses it for workloads.</summary>
public sealed record LabelSelector
{
    /// <summary>Labels with exactly these values.</summary>
    public ImmutableSortedDictionary<string, string> MatchLabels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Further conditions.</summary>
    public ImmutableArray<LabelRequirement> MatchExpressions { get; init; } = [];

    /// <summary>As queries write it: <c>app=shop,tier in (web,api)</c>.</summary>
    public string ToQuery() => string.Join(
        ',',
        MatchLabels.Select(label => $"{label.Key}={label.Value}")
            .Concat(MatchExpressions.Select(requirement => requirement.ToQuery())));

    /// <summary>Whether labels are selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        (!MatchLabels.IsEmpty || !MatchExpressions.IsEmpty)
        && MatchLabels.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && MatchExpressions.All(requirement => requirement?.Holds(labels) == true);
}
