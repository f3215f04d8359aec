using System.Globalization;

namespace Selvedge.Wire.Http;

/// <summary>Dates of HTTP (RFC 9110, section 5.6.7): written as IMF-fixdate, read in all three forms.</summary>
public static class HttpDate
{
    private const string Fixdate = "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";
    private const string Rfc850 = "dd-MMM-yy HH':'mm':'ss 'GMT'";
    private const string Asctime = "ddd MMM d HH':'mm':'ss yyyy";

    /// <summary>Writes a moment, in whole seconds.</summary>
    public static string Format(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(Fixdate, CultureInfo.InvariantCulture);

    /// <summary>Reads a moment.</summary>
    /// <param name="text">One of the three forms.</param>
    /// <param name="now">For two-digit years: one that lies more than 50 years ahead means the past.</param>
    /// <param name="moment">In UTC.</param>
    /// <returns>False for any other form.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset moment)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var invariant = CultureInfo.InvariantCulture;
        if (DateTimeOffset.TryParseExact(text, Fixdate, invariant, Utc, out moment)
            || DateTimeOffset.TryParseExact(text, Asctime, invariant, Utc | DateTimeStyles.AllowInnerWhite, out moment))
        {
            return true;
        }

        // The weekday's full name is not checked against the date: it says nothing more, and old senders get it wrong.
        var comma = text.IndexOf(", ");
        if (comma is < 6 or > 9
            || !DateTimeOffset.TryParseExact(text[(comma + 2)..], Rfc850, invariant, Utc, out moment))
        {
            moment = default;
            return false;
        }

        var year = (moment.Year % 100) + (now.Year - (now.Year % 100));
        year = year > now.Year + 50 ? year - 100 : year;
        if (moment is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year))
        {
            return false;
        }

        moment = new DateTimeOffset(
            year, moment.Month, moment.Day, moment.Hour, moment.Minute, moment.Second, TimeSpan.Zero);
        return true;
    }
}
