using System.Globalization;
using Selvedge.Console.Model;
using Selvedge.Core.Serviceability;

namespace Selvedge.Console.Pages;

/// <summary>How the page says things.</summary>
internal static class Words
{
    /// <summary>One word, or two, for a standing.</summary>
    public static string Of(Standing standing) => standing switch
    {
        Standing.Unplaced => "Not placed",
        _ => standing.ToString(),
    };

    /// <summary>The same for a verdict, which may not be placed for two reasons.</summary>
    public static string Of(VerdictView verdict) =>
        verdict.Standing == Standing.Unplaced && verdict.Cause?.Gate == Gate.Allowed
            ? "Not allowed"
            : Of(verdict.Standing);

    /// <summary>The style class of a standing.</summary>
    public static string Class(Standing standing) => "s-" + standing.ToString().ToLowerInvariant();

    /// <summary>A gate's name where room is short: at most seven letters.</summary>
    public static string Short(Gate gate) => gate switch
    {
        Gate.Placed => "Place",
        Gate.Certificate => "Cert",
        Gate.Healthy => "Health",
        Gate.Unloaded => "Load",
        Gate.Allowed => "Allow",
        Gate.Admitted => "Admit",
        _ => gate.ToString(),
    };

    /// <summary>When a gate is open.</summary>
    public static string Meaning(Gate gate) => gate switch
    {
        Gate.Placed => "The plan puts the site here",
        Gate.Ready => "The backend answers its readiness probe from here",
        Gate.Certificate => "A handshake for each hostname presents a chain that validates",
        Gate.Current => "The node runs the config epoch and the purges that it must",
        Gate.Healthy => "A quorum of observers reaches the site through the whole edge stack",
        Gate.Unloaded => "The place is under its high watermark",
        Gate.Allowed => "Compliance lets the site be served here",
        _ => "No drain, maintenance or isolation is on",
    };

    /// <summary>Why a guard keeps the last good answer.</summary>
    public static string Held(string reason) => reason switch
    {
        "LastPlace" => "It is the last place that serves this site, so users are still sent here.",
        "TooManyAtOnce" => "Too many places would close at once; the last good answer is kept until a quorum agrees.",
        "NoEvidenceYet" => "There is no fresh evidence yet; the last good answer is kept until there is.",
        _ => "A guard keeps the last good answer.",
    };

    /// <summary>A number with thousands separated.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number and its noun, with an s unless one.</summary>
    public static string Count(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>A number and its noun, whose plural is not made with an s alone.</summary>
    public static string Count(long number, string one, string many) =>
        $"{Number(number)} {(number == 1 ? one : many)}";

    /// <summary>An instant in UTC: the time, and the day unless today.</summary>
    public static string Time(DateTimeOffset at, DateTimeOffset now) => at.ToUniversalTime().ToString(
        at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss" : "d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>An instant for machines.</summary>
    public static string Machine(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A span in its largest unit.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => $"{(long)span.TotalSeconds} s",
        { TotalMinutes: < 90 } => $"{(long)span.TotalMinutes} min",
        { TotalHours: < 36 } => $"{(long)span.TotalHours} h",
        _ => $"{(long)span.TotalDays} d",
    };

    /// <summary>A share of the map, for a mark's place.</summary>
    public static string Percent(double value, double of) =>
        (value / of * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
