using System.Text;
using CsCheck;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

public sealed class ClusterLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-01T12:00:00.000000001Z hello  world", "hello  world")]
    [InlineData("2026-03-01T12:00:00Z ", "")]
    [InlineData("2026-03-01T13:00:00+01:00 x", "x")]
    public void A_line_comes_after_its_time(string text, string line)
    {
        Assert.True(ClusterLog.TryParse(text, out var parsed));
        Assert.Equal((Noon, line), (parsed.At, parsed.Text));
    }

    [Fact]
    public void Whatever_comes_is_a_line_or_none() => Gen.String.Sample(text =>
        ClusterLog.TryParse(text, out var line) ? text.EndsWith(line.Text, StringComparison.Ordinal)
            : !ClusterLog.TryParse("x" + text, out _));

    [Fact]
    public async Task Lines_of_the_same_second_that_are_too_old_are_left_out()
    {
        var log = "2026-03-01T12:00:00.1Z one\nunable to retrieve container logs\n2026-03-01T12:00:00.5Z two\n";
        var lines = await ClusterLog.ReadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(log)),
            Noon.AddSeconds(0.3),
            _ => throw new InvalidOperationException(),
            TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([new LogLine(Noon.AddSeconds(0.5), false, "two")], lines);
    }
}
