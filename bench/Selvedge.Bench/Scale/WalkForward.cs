using Selvedge.Core.Scaling.Headroom;

namespace Selvedge.Bench.Scale;

/// <summary>Which policy each day begins with: the one that would have been best on the days before. It never sees the
/// day itself.</summary>
/// <param name="defaults">What Kubernetes' defaults came to.</param>
/// <param name="candidates">What each policy came to, alone and on the same days.</param>
internal sealed class WalkForward(
    Outcome defaults, IReadOnlyList<(HeadroomPolicy Policy, Outcome Outcome)> candidates)
{
    /// <summary>Days that are looked back on.</summary>
    public const int Window = 7;

    /// <summary>The policy of a day: the fewest violations among those that cost no more than the defaults did, the
    /// cheapest of equals. Where each costs more, the cheapest.</summary>
    public HeadroomPolicy Of(int day)
    {
        var past = Math.Max(0, day - Window)..day;
        var limit = defaults.Of(past).Hours;
        return candidates.Select(candidate => (candidate.Policy, Past: candidate.Outcome.Of(past)))
            .OrderBy(candidate => candidate.Past.Hours > limit ? candidate.Past.Hours : 0)
            .ThenBy(candidate => candidate.Past.Violations)
            .ThenBy(candidate => candidate.Past.Hours)
            .First().Policy;
    }
}
