using System.Collections.Immutable;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Steering;

namespace Selvedge.Control.Commands;

/// <summary>What was answered at a moment of the past, and why.</summary>
/// <param name="At">The moment.</param>
/// <param name="Begins">Since when everything is recorded; null while nothing is.</param>
/// <param name="Problem">Why there is no answer, in one sentence; else empty.</param>
/// <param name="VerdictEpoch">Of the verdict table in force.</param>
/// <param name="VerdictsSince">When that table came into force.</param>
/// <param name="VerdictsUntil">When the next one replaced it; null: it is in force still.</param>
/// <param name="SteeringSince">Since when the names and the network were as they were.</param>
/// <param name="SnapshotEpochs">Of each location's snapshot, by location.</param>
/// <param name="Ttl">For how long resolvers might keep the answer.</param>
/// <param name="Declared">Whether a declared network placed the client; else the place is what the question
/// said.</param>
/// <param name="Verdicts">Of the site, by location.</param>
/// <param name="Decision">Each filter's reason for each place; null where no site had the name.</param>
public sealed record ReplayAnswer(
    DateTimeOffset At,
    DateTimeOffset? Begins,
    string Problem,
    long VerdictEpoch = 0,
    DateTimeOffset? VerdictsSince = null,
    DateTimeOffset? VerdictsUntil = null,
    DateTimeOffset? SteeringSince = null,
    ImmutableSortedDictionary<string, long>? SnapshotEpochs = null,
    TimeSpan? Ttl = null,
    bool Declared = false,
    ImmutableArray<Verdict>? Verdicts = null,
    SteeringDecision? Decision = null);
