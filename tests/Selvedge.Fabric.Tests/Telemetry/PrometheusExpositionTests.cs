using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Selvedge.Fabric.Telemetry;

namespace Selvedge.Fabric.Tests.Telemetry;

public sealed partial class PrometheusExpositionTests : IDisposable
{
    private readonly Meter _meter = new("Selvedge");
    private readonly PrometheusExposition _exposition = new();

    public void Dispose()
    {
        _exposition.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Counters_add_up_by_label_set_in_any_order_of_labels()
    {
        var counter = _meter.CreateCounter<long>("test_a_total", description: "What \\ is\ncounted.");
        counter.Add(1);
        counter.Add(2, new("b", "x"), new("a", 7));
        counter.Add(3, new("a", 7), new KeyValuePair<string, object?>("b", "x"));

        Assert.Equal(
            """
            # HELP test_a_total What \\ is\ncounted.
            # TYPE test_a_total counter
            test_a_total 1
            test_a_total{a="7",b="x"} 5

            """,
            Of("test_a_total"));
    }

    [Fact]
    public void Label_values_are_escaped_and_names_made_valid()
    {
        _meter.CreateCounter<int>("test.b-total").Add(1, new KeyValuePair<string, object?>("9 ü", "a\"b\\c\nd é"));
        Assert.Contains(
            """test_b_total{_9__="a\"b\\c\nd é"} 1""" + "\n", _exposition.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gauges_hold_the_last_value_and_up_down_counters_the_sum()
    {
        var gauge = _meter.CreateGauge<double>("test_c_ratio");
        gauge.Record(0.5);
        gauge.Record(0.25);
        var level = _meter.CreateUpDownCounter<int>("test_d_open");
        level.Add(5);
        level.Add(-2);
        Assert.Equal("# TYPE test_c_ratio gauge\ntest_c_ratio 0.25\n", Of("test_c_ratio"));
        Assert.Equal("# TYPE test_d_open gauge\ntest_d_open 3\n", Of("test_d_open"));
    }

    [Fact]
    public void Histograms_have_cumulative_buckets_with_inclusive_bounds()
    {
        var histogram = _meter.CreateHistogram(
            "test_e_seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in (ReadOnlySpan<double>)[0.05, 0.1, 0.5, 7])
        {
            histogram.Record(value, new KeyValuePair<string, object?>("site", "shop"));
        }

        Assert.Equal(
            """
            # TYPE test_e_seconds histogram
            test_e_seconds_bucket{site="shop",le="0.1"} 2
            test_e_seconds_bucket{site="shop",le="1"} 3
            test_e_seconds_bucket{site="shop",le="+Inf"} 4
            test_e_seconds_sum{site="shop"} 7.65
            test_e_seconds_count{site="shop"} 4

            """,
            Of("test_e_seconds"));
    }

    [Fact]
    public void What_is_observed_is_asked_for_at_each_rendering_and_vanishes_when_it_ends()
    {
        Measurement<long>[] observed = [new(1, new KeyValuePair<string, object?>("node", "a"))];
        _meter.CreateObservableGauge("test_f_nodes", () => observed);
        Assert.Contains("test_f_nodes{node=\"a\"} 1\n", _exposition.Render(), StringComparison.Ordinal);
        observed = [new(2, new KeyValuePair<string, object?>("node", "b"))];
        Assert.Equal("# TYPE test_f_nodes gauge\ntest_f_nodes{node=\"b\"} 2\n", Of("test_f_nodes"));
    }

    [Fact]
    public void A_broken_observation_is_counted_and_hides_nothing()
    {
        _meter.CreateCounter<int>("test_g_total").Add(1);
        _meter.CreateObservableGauge("test_h", Broken);
        var text = _exposition.Render();
        Assert.Contains("test_g_total 1\n", text, StringComparison.Ordinal);
        Assert.Contains("selvedge_metrics_failures_total 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_sets_over_the_limit_are_not_kept_and_counted()
    {
        var counter = _meter.CreateCounter<int>("test_i_total");
        for (var i = 0; i < TelemetryLimits.SeriesMax + 7; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("url", i));
        }

        counter.Add(1, new KeyValuePair<string, object?>("url", 0));
        Assert.Equal(TelemetryLimits.SeriesMax, Of("test_i_total").Split('\n').Count(line => line.Contains("url")));
        var text = _exposition.Render();
        Assert.Contains("test_i_total{url=\"0\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("selvedge_metrics_overflow_total{metric=\"test_i_total\"} 7\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Concurrent_counts_are_exact()
    {
        var counter = _meter.CreateCounter<int>("test_j_total");
        Parallel.For(0, 20_000, i => counter.Add(1, new KeyValuePair<string, object?>("k", i % 3)));
        var sum = Of("test_j_total").Split('\n').Where(line => line.Contains('{')).Sum(
            line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.Equal(20_000, sum);
    }

    [Fact]
    public void The_process_is_described_and_other_meters_are_not()
    {
        using var other = new Meter("Other");
        other.CreateCounter<int>("other_total").Add(1);
        var text = _exposition.Render();
        Assert.DoesNotContain("other_total", text, StringComparison.Ordinal);
        foreach (var name in new[] { "cpu_seconds_total", "resident_memory_bytes", "start_time_seconds" })
        {
            var start = $"process_{name} ";
            var value = text.Split('\n')
                .Single(line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];
            Assert.True(double.Parse(value, CultureInfo.InvariantCulture) > 0, name);
        }
    }

    [Fact]
    public void Every_line_has_the_form_of_the_format()
    {
        FillWithAll();
        foreach (var line in Written().Split('\n').SkipLast(1))
        {
            Assert.Matches(Line(), line);
        }
    }

    [Fact]
    public async Task Prometheus_own_tool_reads_it()
    {
        FillWithAll();
        Process? tool = null;
        try
        {
            tool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            Assert.Skip("promtool is not on PATH: run eng/get-promtool");
        }

        using (tool)
        {
            await tool!.StandardInput.WriteAsync(Written());
            tool.StandardInput.Close();
            var complaints = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await tool.WaitForExitAsync(TestContext.Current.CancellationToken);

            // 3: it was read, and has advice about names and help.
            Assert.True(tool.ExitCode is 0 or 3, complaints);
        }
    }

    private static int Broken() => throw new InvalidOperationException("broken");

    private void FillWithAll()
    {
        _meter.CreateCounter<long>("test_all_total", description: "a \"b\" \\ \n c").Add(
            1, new KeyValuePair<string, object?>("l", "a\"b\\c\nd\r\t{}, é\u2028"));
        _meter.CreateHistogram<double>("test_all_seconds").Record(double.NaN);
        _meter.CreateHistogram<int>("test_all_bytes").Record(7);
        _meter.CreateGauge<double>("test_all_inf").Record(double.NegativeInfinity);
        _meter.CreateGauge<double>("test_all_small").Record(1e-30);
        _meter.CreateObservableCounter("test_all_seen_total", () => 9L);
    }

    private string Written()
    {
        using var stream = new MemoryStream();
        _exposition.WriteTo(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // A family's lines: those that begin with its name, and the comments before them.
    private string Of(string name) => string.Concat(_exposition.Render().Split('\n')
        .Where(line => (line.StartsWith("# ", StringComparison.Ordinal) ? line[7..] : line)
            .StartsWith(name, StringComparison.Ordinal))
        .Select(line => line + "\n"));

    [GeneratedRegex(
        """^(# HELP [a-zA-Z_:][\w:]* .*|# TYPE [a-zA-Z_:][\w:]* (counter|gauge|histogram)|"""
            + """[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="([^"\\\n]|\\[\\"n])*",?)+\})? """
            + """([+-]Inf|NaN|-?[\d.]+(E[+-]?\d+)?))$""",
        RegexOptions.ECMAScript,
        1_000)]
    private static partial Regex Line();
}
