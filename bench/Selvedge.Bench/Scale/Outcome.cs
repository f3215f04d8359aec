using System.Collections.Immutable;

namespace Selvedge.Bench.Scale;

/// <summary>What a way of scaling came to, day by day.</summary>
/// <param name="DailyViolations">Minutes in which more was asked than ready instances could serve.</param>
/// <param name="DailyHours">Instance-hours, starting instances included.</param>
internal sealed record Outcome(ImmutableArray<int> DailyViolations, ImmutableArray<double> DailyHours)
{
    /// <summary>Of all days.</summary>
    public int Violations => DailyViolations.Sum();

    /// <summary>Of all days.</summary>
    public double Hours => DailyHours.Sum();

    /// <summary>Of some days.</summary>
    public (int Violations, double Hours) Of(Range days) =>
        (DailyViolations[days].Sum(), DailyHours[days].Sum());
}
