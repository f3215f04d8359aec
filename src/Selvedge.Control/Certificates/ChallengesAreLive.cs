using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Whether every live node answers these challenges by now.</summary>
/// <param name="challenges">What stands in the Certificate's <c>status.challenges</c>; never empty.</param>
/// <param name="cancellation">Ends the wait.</param>
public delegate ValueTask<bool> ChallengesAreLive(
    ImmutableArray<CertificateChallenge> challenges, CancellationToken cancellation);
