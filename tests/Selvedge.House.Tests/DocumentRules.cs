using System.Text.RegularExpressions;

namespace Selvedge.House.Tests;

/// <summary>What a page points at has to be there.</summary>
internal static partial class DocumentRules
{
    public static IEnumerable<string> DeadLinks(SourceFile page, Func<string, bool> exists) =>
        Link().Matches(page.Text).Select(match => match.Groups["to"].Value)
            .Where(to => to.Length > 0 && !to.Contains("://", StringComparison.Ordinal))
            .Where(to => !exists(Path.Combine(Path.GetDirectoryName(page.Path) ?? "", to)))
            .Select(to => $"{page.Path}: the link leads nowhere: {to}");

    public static IEnumerable<string> UnknownMetrics(SourceFile page, IReadOnlySet<string> known) =>
        NamedMetric().Matches(page.Text).Select(match => match.Groups["name"].Value)
            .Where(name => !known.Contains(name))
            .Select(name => $"{page.Path}: no code creates {name}");

    public static IEnumerable<string> MetricNames(SourceFile code) =>
        MetricName().Matches(code.Text).Select(match => match.Value);

    [GeneratedRegex(@"(?<="")selvedge_[a-z0-9_]+(?="")", RegexOptions.None, 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\]\((?<to>[^)#\s]*)[^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<name>selvedge_[a-z0-9_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedMetric();
}
