using System.Globalization;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>The cells that tables are made of.</summary>
internal static class Columns
{
    private const string None = "<none>";
    private const string Unknown = "<unknown>";

    /// <summary>A column that shows the text or number under a path.</summary>
    public static PrinterColumn Value(string name, string description, int priority, params string[] path) =>
        new(name, "string", priority, description, (document, _) => JsonRead.At(document, path) is JsonValue value
            ? value.ToString() is { Length: > 0 } text ? text : None
            : None);

    /// <summary>A column that shows the texts of a list, at most three of them.</summary>
    public static PrinterColumn List(string name, string description, int priority, params string[] path) =>
        new(name, "string", priority, description, (document, _) => Join(JsonRead.Texts(document, path)));

    /// <summary>Texts in one cell.</summary>
    public static string Join(IEnumerable<(int Index, string Text)> texts)
    {
        const int Shown = 3;
        var all = texts.Select(entry => entry.Text).ToList();
        return all.Count switch
        {
            0 => None,
            > Shown => $"{string.Join(',', all.Take(Shown))} + {all.Count - Shown} more...",
            _ => string.Join(',', all),
        };
    }

    /// <summary>A member of one condition.</summary>
    public static string Condition(JsonObject document, string type, string member)
    {
        foreach (var (_, condition) in JsonRead.Items(document, "status", "conditions"))
        {
            if (JsonRead.Text(condition, "type") == type)
            {
                return JsonRead.Text(condition, member) is { Length: > 0 } text ? text : Unknown;
            }
        }

        return Unknown;
    }

    /// <summary>The time since a moment, as kubectl writes ages.</summary>
    public static string Since(JsonObject document, DateTimeOffset now, params string[] path) =>
        TryMoment(JsonRead.Text(document, path), out var moment) ? Age(now - moment) : Unknown;

    /// <summary>The time until a moment.</summary>
    public static string Until(JsonObject document, DateTimeOffset now, params string[] path) =>
        !TryMoment(JsonRead.Text(document, path), out var moment) ? Unknown
        : moment <= now ? $"{Age(now - moment)} ago"
        : Age(moment - now);

    /// <summary>Kubernetes' short form of a span: two units while the larger is small.</summary>
    internal static string Age(TimeSpan span)
    {
        var seconds = Math.Max(0, (long)span.TotalSeconds);
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        return seconds switch
        {
            < 120 => Invariant($"{seconds}s"),
            < 600 => Pair(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => Invariant($"{minutes}m"),
            < 8 * 3600 => Pair(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => Invariant($"{hours}h"),
            < 8 * 86_400 => Pair(days, "d", hours % 24, "h"),
            < 2 * 365 * 86_400 => Invariant($"{days}d"),
            < 8L * 365 * 86_400 => Pair(days / 365, "y", days % 365, "d"),
            _ => Invariant($"{days / 365}y"),
        };
    }

    private static string Pair(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? Invariant($"{large}{largeUnit}") : Invariant($"{large}{largeUnit}{small}{smallUnit}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static bool TryMoment(string? text, out DateTimeOffset moment) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
}
