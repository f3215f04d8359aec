using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Fabric.Telemetry;
using Selvedge.Fabric.Tests.Store;

namespace Selvedge.Fabric.Tests.Telemetry;

public sealed class JsonLinesTests : IDisposable
{
    private static readonly JsonLinesOptions Options = new() { Process = "edge", Node = "fra-1", Location = "fra" };

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_says_when_what_where_and_with_which_fields()
    {
        var line = Assert.Single(Lines(logger => logger.Log(
            LogLevel.Warning,
            new EventId(7, "CacheFull"),
            new Dictionary<string, object?>
            {
                ["Bytes"] = 12L,
                ["Ratio"] = 0.5,
                ["IsFull"] = true,
                ["Site"] = "default/shop\n\"é",
                ["Nothing"] = null,
                ["{OriginalFormat}"] = "…",
            }.ToList(),
            new InvalidOperationException("why"),
            (_, _) => "The cache is full.\nReally.")));

        Assert.Equal("2026-01-02T03:04:05Z", line.GetProperty("time").GetString());
        Assert.Equal("warning", line.GetProperty("level").GetString());
        Assert.Equal("CacheFull", line.GetProperty("event").GetString());
        Assert.Equal("Tests", line.GetProperty("logger").GetString());
        Assert.Equal("The cache is full.\nReally.", line.GetProperty("message").GetString());
        Assert.Equal("edge", line.GetProperty("process").GetString());
        Assert.Equal("fra-1", line.GetProperty("node").GetString());
        Assert.Equal("fra", line.GetProperty("location").GetString());
        Assert.Contains(
            "InvalidOperationException: why", line.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""{"Bytes":12,"Ratio":0.5,"IsFull":true,"Site":"default/shop\n\"é","Nothing":null}"""),
            line.GetProperty("fields")));
    }

    [Fact]
    public void Less_important_lines_are_not_written()
    {
        var line = Assert.Single(Lines(logger =>
        {
            logger.LogDebug("no");
            logger.LogInformation("yes {Count}", 3);
        }));
        Assert.Equal("yes 3", line.GetProperty("message").GetString());
        Assert.Equal(3, line.GetProperty("fields").GetProperty("Count").GetInt32());
    }

    [Fact]
    public void Closing_writes_all_that_waits()
    {
        var lines = Lines(logger =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                logger.LogError("line {Index}", i);
            }
        });
        var indexes = lines.Select(line => line.GetProperty("fields").GetProperty("Index").GetInt32());
        Assert.Equal(Enumerable.Range(0, 2_000), indexes);
    }

    [Fact]
    public void Long_texts_are_cut()
    {
        var text = new string('x', 100_000);
        var line = Assert.Single(Lines(logger => logger.LogError("{Text}", text)));
        Assert.Equal(TelemetryLimits.LogTextMax + 1, line.GetProperty("message").GetString()!.Length);
        Assert.Equal(
            TelemetryLimits.LogTextMax + 1, line.GetProperty("fields").GetProperty("Text").GetString()!.Length);
    }

    [Fact]
    public async Task A_stuck_output_blocks_no_caller_and_lost_lines_are_counted()
    {
        using var exposition = new PrometheusExposition();
        var output = new StuckStream();
        using (var logs = new JsonLines(output, Options, _time))
        {
            var logger = logs.CreateLogger("Tests");
            await Task.Run(() =>
            {
                for (var i = 0; i < TelemetryLimits.QueuedLinesMax + 100; i++)
                {
                    logger.LogError("line");
                }
            }, TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            output.Release();
        }

        var written = Encoding.UTF8.GetString(output.ToArray()).Split('\n').Length - 1;
        Assert.InRange(written, TelemetryLimits.QueuedLinesMax, TelemetryLimits.QueuedLinesMax + 1);
        var dropped = TelemetryLimits.QueuedLinesMax + 100 - written;
        Assert.Contains($"selvedge_log_dropped_total {dropped}\n", exposition.Render(), StringComparison.Ordinal);
    }

    private List<JsonElement> Lines(Action<ILogger> log)
    {
        var path = _folder.File("log");
        using (var logs = new JsonLines(File.Create(path), Options, _time))
        {
            log(logs.CreateLogger("Tests"));
        }

        return [.. File.ReadAllLines(path).Select(line => JsonElement.Parse(line))];
    }

    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource _released = new();

        public void Release() => _released.SetResult();

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _released.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
