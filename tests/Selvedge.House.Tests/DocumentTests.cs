namespace Selvedge.House.Tests;

public sealed class DocumentTests
{
    private static IEnumerable<SourceFile> Pages =>
        SourceTree.Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Every_link_of_a_page_leads_somewhere() =>
        SourceTree.Holds(Pages.SelectMany(page => DocumentRules.DeadLinks(page, Exists)));

    [Fact]
    public void Every_metric_that_a_page_names_exists()
    {
        // By name alone: the exposition writes its own without an instrument.
        var known = SourceTree.Product.SelectMany(DocumentRules.MetricNames).ToHashSet(StringComparer.Ordinal);
        SourceTree.Holds(Pages.SelectMany(page => DocumentRules.UnknownMetrics(page, known)));
    }

    [Fact]
    public void Dead_links_and_unknown_metrics_are_found()
    {
        var page = new SourceFile(
            "docs/a.md",
            "[b](b.md) [c](../c.md#part) [d](https://d.example/e) `selvedge_a_total{x}` `selvedge_b_total`");

        Assert.Equal(
            ["docs/a.md: the link leads nowhere: b.md"],
            DocumentRules.DeadLinks(page, path => path == "docs/../c.md"));
        Assert.Equal(
            ["docs/a.md: no code creates selvedge_b_total"],
            DocumentRules.UnknownMetrics(page, new HashSet<string>(StringComparer.Ordinal) { "selvedge_a_total" }));
    }

    private static bool Exists(string path) =>
        Path.Combine(SourceTree.Root, path) is var full && (File.Exists(full) || Directory.Exists(full));
}
