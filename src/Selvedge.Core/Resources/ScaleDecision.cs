using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>One decision about a location's replicas, with what it was made from.</summary>
/// <param name="At">When.</param>
/// <param name="Location">Where.</param>
/// <param name="From">Replicas before.</param>
/// <param name="To">Replicas after.</param>
/// <param name="Limit">As in <see cref="ScaledPlace"/>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Pods">Pods that were there.</param>
/// <param name="ReadyPods">Those of them that were ready.</param>
/// <param name="Metrics">Each metric and what it asked for.</param>
public sealed record ScaleDecision(
    DateTimeOffset At,
    string Location,
    int From,
    int To,
    string Limit,
    string Reason,
    int Pods,
    int ReadyPods,
    ImmutableArray<ScaleMetric> Metrics);
