namespace Selvedge.Core.Resources;

/// <summary>What a <see cref="HorizontalPodAutoscaler"/> last decided for one location.</summary>
/// <param name="Location">Where.</param>
/// <param name="Replicas">Replicas that are wanted.</param>
/// <param name="Limit">What kept the decision from what the metrics asked for, one CamelCase word;
/// <c>DesiredWithinRange</c>: nothing.</param>
/// <param name="Reason">One sentence.</param>
public sealed record ScaledPlace(string Location, int Replicas, string Limit, string Reason);
