using CsCheck;
using Selvedge.Core.Placement;

namespace Selvedge.Core.Tests.Placement;

public sealed class DemandWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly PlacementConstraints Constraints = new()
    {
        MinimumLocations = 2,
        MinimumUsagePerLocation = 20,
    };

    [Fact]
    public void It_is_the_mean_of_the_steps_of_the_last_half_hour()
    {
        var window = new DemandWindow();
        for (var minute = 0; minute < 60; minute += 2)
        {
            Assert.True(window.TryAdd("u0", minute < 30 ? 120_000 : 12_000, Noon.AddMinutes(minute)));
        }

        var reading = window.Read(Noon.AddMinutes(60), Constraints);

        Assert.Equal(DemandPace.Default.Window, reading.Window);
        Assert.Equal([new RegionDemand("u0", 100)], reading.Regions);
        Assert.Equal(
            [new RegionDemand("u0", ((14 * 100) + 1000) / 15.0)],
            window.Read(Noon.AddMinutes(58), Constraints).Regions);
    }

    [Fact]
    public void The_step_that_is_not_over_does_not_count()
    {
        var window = new DemandWindow();
        window.TryAdd("u0", 6_000, Noon);

        Assert.Empty(window.Read(Noon.AddSeconds(119), Constraints).Regions);
        Assert.Equal([new RegionDemand("u0", 50)], window.Read(Noon.AddSeconds(120), Constraints).Regions);
    }

    [Theory]
    [InlineData(40, 30)]
    [InlineData(39, 24 * 60)]
    public void Little_demand_is_averaged_over_a_day(int requestsPerSecond, int minutes)
    {
        var window = new DemandWindow();
        for (var minute = 0; minute < 24 * 60; minute += 2)
        {
            window.TryAdd("u0", 120L * (minute < 23 * 60 ? 1_000 : requestsPerSecond), Noon.AddMinutes(minute));
        }

        var reading = window.Read(Noon.AddHours(24), Constraints);

        Assert.Equal(TimeSpan.FromMinutes(minutes), reading.Window);
        Assert.Equal(
            minutes == 30 ? 40 : ((23 * 1_000.0) + 39) / 24, reading.Regions.Single().RequestsPerSecond, 1e-9);
    }

    [Fact]
    public void It_gives_what_adding_up_every_count_gives() =>
        Gen.Select(
            Gen.Select(Gen.OneOf("u0", "dr", "xn"), Gen.Int[0, 9_000], Gen.Int[0, 3_000]).Array[0, 60],
            Gen.Int[0, 4_500]).Sample((counts, readMinute) =>
        {
            var window = new DemandWindow();
            var kept = new List<(string Region, long Requests, int Minute)>();
            var newest = -1;
            foreach (var (region, requests, minute) in counts)
            {
                var added = window.TryAdd(region, requests, Noon.AddMinutes(minute));
                Assert.Equal((minute / 2) > newest - 721 || newest < 0, added);
                newest = Math.Max(newest, minute / 2);
                if (added)
                {
                    kept.Add((region, requests, minute));
                }
            }

            var now = Math.Max(readMinute, newest * 2);
            var reading = window.Read(Noon.AddMinutes(now), Constraints);

            var half = Naive(kept, now, 15);
            var wanted = half.Values.Sum() < 40 ? Naive(kept, now, 720) : half;
            Assert.Equal(wanted.Keys.Order(StringComparer.Ordinal), reading.Regions.Select(region => region.Geohash));
            Assert.All(reading.Regions, region => Assert.Equal(wanted[region.Geohash], region.RequestsPerSecond, 1e-9));
        }, iter: 3_000);

    [Fact]
    public void What_is_no_region_no_number_or_too_old_is_not_counted()
    {
        var window = new DemandWindow();
        Assert.True(window.TryAdd("u0", 120, Noon));

        Assert.False(window.TryAdd("nowhere", 1, Noon));
        Assert.False(window.TryAdd("u0", -1, Noon));
        Assert.False(window.TryAdd("u0", DemandWindow.RequestsMax + 1, Noon));
        Assert.False(window.TryAdd("u0", 1, Noon.AddHours(-25)));
        Assert.Equal([new RegionDemand("u0", 1)], window.Read(Noon.AddMinutes(2), Constraints).Regions);
    }

    [Fact]
    public void Demand_that_has_ended_is_forgotten_after_a_day()
    {
        var window = new DemandWindow();
        window.TryAdd("u0", 120_000, Noon);

        Assert.NotEmpty(window.Read(Noon.AddHours(24), Constraints).Regions);
        Assert.Empty(window.Read(Noon.AddHours(24).AddMinutes(2), Constraints).Regions);
    }

    private static Dictionary<string, double> Naive(
        List<(string Region, long Requests, int Minute)> counts, int now, int steps)
    {
        var end = now / 2;
        var begin = Math.Max(end - steps, counts.Count == 0 ? end : counts.Min(count => count.Minute / 2));
        return counts.Where(count => count.Minute / 2 >= begin && count.Minute / 2 < end)
            .GroupBy(count => count.Region).Select(group => (group.Key, Sum: group.Sum(count => count.Requests)))
            .Where(group => group.Sum > 0)
            .ToDictionary(group => group.Key, group => group.Sum / ((end - begin) * 120.0));
    }

    [Fact]
    public void What_was_counted_can_be_taken_up_by_another_window()
    {
        var pace = new DemandPace(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
        var (first, second) = (new DemandWindow(pace), new DemandWindow(pace));
        foreach (var (region, seconds) in new[] { ("u0", 0), ("u0", 3), ("xn", 3), ("xn", 25) })
        {
            Assert.True(first.TryAdd(region, 600, Noon.AddSeconds(seconds)));
        }

        var counts = first.Counts(Noon);
        Assert.Equal(
            [
                new DemandCount(Noon, "u0", 1200), new DemandCount(Noon, "xn", 600),
                new DemandCount(Noon.AddSeconds(20), "xn", 600),
            ],
            counts.AsEnumerable());
        Assert.Equal(counts.Skip(2), first.Counts(Noon.AddSeconds(25)));
        foreach (var count in counts)
        {
            Assert.True(second.TryAdd(count.Geohash, count.Requests, count.At));
        }

        var reading = second.Read(Noon.AddSeconds(30), Constraints);
        Assert.Equal(TimeSpan.FromSeconds(30), reading.Window);
        Assert.Equal([new RegionDemand("u0", 40), new RegionDemand("xn", 40)], reading.Regions.AsEnumerable());
    }
}
