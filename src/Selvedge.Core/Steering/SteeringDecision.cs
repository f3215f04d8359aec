using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Steering;

/// <summary>Which places are named to a client, and why: the record that <c>selvedge why</c> prints and replays.
/// </summary>
/// <param name="Site">Which site.</param>
/// <param name="VerdictEpoch">Of the table decided from.</param>
/// <param name="Client">Who asked.</param>
/// <param name="Steps">The chain, in order, beginning with <c>placed</c>.</param>
/// <param name="Fallback">Null, or the <c>whenAllDown</c> that was applied since <c>up</c> left no place.</param>
/// <param name="Places">The answer, best first. Empty: nothing may be named.</param>
public sealed record SteeringDecision(
    SiteId Site,
    long VerdictEpoch,
    SteeringClient Client,
    ImmutableArray<SteeringStep> Steps,
    string? Fallback,
    ImmutableArray<SteeredPlace> Places);
