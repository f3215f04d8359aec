using System.Globalization;

namespace Selvedge.Commands.Output;

/// <summary>Spans and moments for people.</summary>
internal static class Spans
{
    /// <summary>An age in its largest unit, as short as it can be: <c>4s</c>, <c>12m</c>, <c>3h</c>,
    /// <c>9d</c>.</summary>
    public static string Age(TimeSpan span)
    {
        var seconds = Math.Max(0, (long)span.TotalSeconds);
        return seconds switch
        {
            < 120 => FormattableString.Invariant($"{seconds}s"),
            < 2 * 3600 => FormattableString.Invariant($"{seconds / 60}m"),
            < 2 * 86_400 => FormattableString.Invariant($"{seconds / 3600}h"),
            _ => FormattableString.Invariant($"{seconds / 86_400}d"),
        };
    }

    /// <summary>What something took: <c>0.8 ms</c>, <c>12 ms</c>, <c>2.4 s</c>.</summary>
    public static string Took(TimeSpan span) => span.TotalMilliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.0} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
    };

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a moment of a document.</summary>
    public static bool TryMoment(string? text, out DateTimeOffset moment) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out moment);
}
