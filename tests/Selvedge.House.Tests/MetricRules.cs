using System.Text;
using System.Text.RegularExpressions;

namespace Selvedge.House.Tests;

/// <summary>The names of instruments, and the page that lists them.</summary>
internal static partial class MetricRules
{
    public const string Page = "docs/reference/metrics.md";

    private static readonly string[] Units =
        ["bytes", "seconds", "ratio", "count", "days", "objects", "in_flight", "epoch", "state", "info"];

    public static IEnumerable<Metric> Of(SourceFile file)
    {
        foreach (Match match in Instrument().Matches(file.Text))
        {
            var name = match.Groups["name"];
            // The unit comes before the description: "{request}" or "s", then a sentence.
            var description = Literal().Matches(match.Groups["rest"].Value)
                .Select(literal => literal.Groups["text"].Value)
                .LastOrDefault(text => text.Length > 3 && !text.StartsWith('{')) ?? "";
            description = description.Length > 0 ? description : SummaryBefore(file.Text[..match.Index]);
            yield return new Metric(name.Success ? name.Value : "", match.Groups["kind"].Value, description, file.Path);
        }
    }

    public static IEnumerable<string> Misnamed(Metric metric)
    {
        if (metric.Name.Length == 0)
        {
            yield return $"{metric.Path}: write the name of a {metric.Kind} as a literal, so that it can be documented";
            yield break;
        }

        var counter = metric.Kind is "Counter" or "ObservableCounter";
        var ending = counter ? metric.Name.EndsWith("_total", StringComparison.Ordinal)
            : Array.Exists(Units, unit => metric.Name.EndsWith("_" + unit, StringComparison.Ordinal));
        if (!Form().IsMatch(metric.Name) || !ending)
        {
            yield return $"{metric.Path}: {metric.Name} should be selvedge_<area>_<what>_"
                + (counter ? "total" : $"<unit>, the unit one of {string.Join(' ', Units)}");
        }

        if (metric.Description.Length == 0)
        {
            yield return $"{metric.Path}: give {metric.Name} a description, or its field a summary";
        }
    }

    public static IEnumerable<string> Undocumented(IEnumerable<Metric> metrics, string documents) =>
        metrics.Where(metric => !Regex.IsMatch(
                documents, $@"\b{Regex.Escape(metric.Name)}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(metric => $"{metric.Path}: {metric.Name} is in no README and not in {Page}; "
                + "SELVEDGE_WRITE_DOCS=1 ./selvedge test House writes the page");

    public static string Write(IEnumerable<Metric> metrics)
    {
        var page = new StringBuilder("""
            # Metrics

            Every process serves its own at `/metrics`. Written from the code by
            `SELVEDGE_WRITE_DOCS=1 ./selvedge test House`; do not edit by hand.

            | name | kind | what |
            |---|---|---|

            """);
        foreach (var metric in metrics.OrderBy(metric => metric.Name, StringComparer.Ordinal))
        {
            page.Append("| `").Append(metric.Name).Append("` | ").Append(metric.Label).Append(" | ")
                .Append(metric.Description.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        return page.ToString();
    }

    // The documentation of the field that holds the instrument says it where the instrument itself does not.
    private static string SummaryBefore(string text)
    {
        var start = text.LastIndexOf("<summary>", StringComparison.Ordinal);
        var end = text.LastIndexOf("</summary>", StringComparison.Ordinal);
        return start < 0 || end < start || text.IndexOf(';', end) >= 0
            ? ""
            : Tags().Replace(text[(start + "<summary>".Length)..end], "").ReplaceLineEndings(" ")
                .Replace("///", "", StringComparison.Ordinal).Replace("     ", "", StringComparison.Ordinal);
    }

    [GeneratedRegex("</?[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(
        @"\.Create(?<kind>Observable(Counter|Gauge|UpDownCounter)|Counter|UpDownCounter|Histogram|Gauge)"
        + @"(<\w+>)?\(\s*(""(?<name>[^""]*)"")?(?<rest>[^;]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instrument();

    [GeneratedRegex("\"(?<text>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex("^selvedge_[a-z]+(_[a-z0-9]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
