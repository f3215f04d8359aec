namespace Selvedge.House.Tests;

public sealed class MetricTests
{
    private static Metric[] All => [.. SourceTree.Product.SelectMany(MetricRules.Of)];

    [Fact]
    public void Metrics_say_area_thing_and_unit() => SourceTree.Holds(All.SelectMany(MetricRules.Misnamed));

    [Fact]
    public void Every_metric_is_documented()
    {
        var page = Path.Combine(SourceTree.Root, MetricRules.Page);
        if (Environment.GetEnvironmentVariable("SELVEDGE_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(page)!);
            File.WriteAllText(page, MetricRules.Write(All));
        }

        var documents = SourceTree.Files.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)
            && file.Path.EndsWith("README.md", StringComparison.Ordinal)).Select(file => file.Text);
        SourceTree.Holds(MetricRules.Undocumented(All, string.Join('\n', documents.Append(File.ReadAllText(page)))));
    }

    [Theory]
    [InlineData("meter.CreateCounter<long>(\"selvedge_dns_queries\", description: \"Queries.\");")]
    [InlineData("meter.CreateCounter<long>(\"dns_queries_total\", description: \"Queries.\");")]
    [InlineData("meter.CreateHistogram<double>(\"selvedge_dns_duration_ms\", \"ms\", \"Durations.\");")]
    [InlineData("meter.CreateCounter<long>(\"selvedge_dns_queries_total\");")]
    [InlineData("meter.CreateCounter<long>(Name, description: \"Queries.\");")]
    [InlineData("meter.CreateObservableGauge(\"selvedge_dns_Zones_count\", () => 1, description: \"Zones.\");")]
    public void A_bad_metric_is_found(string code) =>
        Assert.Single(MetricRules.Of(new SourceFile("src/A/B.cs", code)).SelectMany(MetricRules.Misnamed));

    [Theory]
    [InlineData("meter.CreateCounter<long>(\n    \"selvedge_dns_queries_total\", description: \"Queries.\");")]
    [InlineData("meter.CreateHistogram<double>(\"selvedge_dns_duration_seconds\", \"s\", \"Durations of it.\");")]
    [InlineData("meter.CreateHistogram(\"selvedge_dns_duration_seconds\", unit: \"s\", description: \"Durations.\");")]
    public void A_good_metric_passes(string code) =>
        Assert.Empty(MetricRules.Of(new SourceFile("src/A/B.cs", code)).SelectMany(MetricRules.Misnamed));

    [Fact]
    public void A_metric_without_documentation_is_found()
    {
        var metric = new Metric("selvedge_dns_queries_total", "Counter", "Queries.", "src/A/B.cs");
        Assert.Single(MetricRules.Undocumented([metric], "`selvedge_dns_queries_total_x`"));
        Assert.Empty(MetricRules.Undocumented([metric], MetricRules.Write([metric])));
    }
}
