using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Commands.Output;

namespace Selvedge.Commands.Drills;

/// <summary>How a drill ended.</summary>
/// <param name="UnroutedAfter">When the last DNS answer no longer named what was killed; null: it was named to the
/// end.</param>
/// <param name="RoutedAgainAfter">When every answer that named it before named it again; null: not in time.</param>
/// <param name="Requests">How many a client that retries once has made.</param>
/// <param name="Retried">How many of them needed the second address.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Failures">The first of those, in words.</param>
internal sealed record DrillResult(
    TimeSpan? UnroutedAfter,
    TimeSpan? RoutedAgainAfter,
    int Requests,
    int Retried,
    int Failed,
    ImmutableArray<string> Failures)
{
    /// <summary>A killed place is out of every answer by then: three statuses of a node, the verdict, and its way to
    /// every DNS server.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromSeconds(3);

    /// <summary>Whether all went as it must.</summary>
    public bool Met => UnroutedAfter is { } after && after <= Target && Failed == 0 && RoutedAgainAfter is not null;

    /// <summary>The result in one line.</summary>
    public string Line
    {
        get
        {
            var unrouted = UnroutedAfter is { } after
                ? string.Create(CultureInfo.InvariantCulture, $"unrouted after {after.TotalSeconds:0.00} s")
                : "never unrouted";
            var back = RoutedAgainAfter is { } again ? $"back after {Spans.Took(again)}" : "not back in time";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{(Met ? "met" : "missed")}: {unrouted} (target {Target.TotalSeconds:0} s), "
                + $"{Failed} of {Requests} requests failed (target 0), {back}");
        }
    }
}
