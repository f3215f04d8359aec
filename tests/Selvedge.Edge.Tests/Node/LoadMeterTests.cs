using Microsoft.Extensions.Time.Testing;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Tests.Node;

public sealed class LoadMeterTests
{
    [Fact]
    public void Measures_rates_over_the_interval_and_smooths_the_processors_share()
    {
        var time = new FakeTimeProvider();
        var (used, requests) = (TimeSpan.Zero, 0L);
        var meter = new LoadMeter(() => 7, () => requests, () => used, time);
        for (var second = 0; second < 20; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            used += TimeSpan.FromSeconds(Environment.ProcessorCount * 0.5);
            requests += 30;
            var load = meter.Read();
            Assert.Equal(30, load.RequestsPerSecond, 6);
            Assert.Equal(7, load.RequestsInFlight);
        }

        var steady = meter.Read();
        Assert.Equal(0.5, steady.CpuShare, 2);
        Assert.InRange(steady.Pressure, steady.CpuShare, 1);
        Assert.True(steady.MemoryBytes > 0);
        Assert.Equal(0, steady.RequestsPerSecond);
    }
}
