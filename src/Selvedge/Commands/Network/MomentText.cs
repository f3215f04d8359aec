using System.Globalization;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>Moments of the past as people write them.</summary>
internal static class MomentText
{
    /// <summary>How they may be written.</summary>
    public const string Forms = "12:03 or 12:03:20 (UTC), 5m (ago), or 2026-01-31T12:03:00Z";

    private static readonly string[] Clock = ["HH:mm", "HH:mm:ss"];

    /// <summary>Reads one. A time of day is today's in UTC, or yesterday's where today's has not come yet.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset moment)
    {
        if (TimeOnly.TryParseExact(text, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            moment = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + clock.ToTimeSpan();
            moment = moment > now ? moment.AddDays(-1) : moment;
            return true;
        }

        if (Duration.TryParse(text, out var ago))
        {
            moment = now - ago;
            return true;
        }

        // A date alone would be midnight, which nobody means who looks for a fault.
        return DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out moment)
            && text.Contains(':', StringComparison.Ordinal) && text.Contains('-', StringComparison.Ordinal);
    }
}
