using CsCheck;
using Selvedge.Core.Scaling.Vertical;

namespace Selvedge.Core.Tests.Scaling.Vertical;

public sealed class VerticalRecommenderTests
{
    private const double Mebibyte = 1024 * 1024;

    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly VerticalPolicy Policy = new();

    [Fact]
    public void The_target_is_the_ninetieth_percentile_and_fifteen_percent()
    {
        var history = new ContainerHistory();
        for (var minute = 0; minute < 1000; minute++)
        {
            history = history.Used(minute % 20 == 19 ? 4 : 1, 1, 200 * Mebibyte, Start.AddSeconds(minute));
        }

        var recommendation = VerticalRecommender.Recommend(Policy, history);

        Assert.InRange(recommendation.CpuCores!.Target, 1.15, 1.15 * 1.051);
        Assert.InRange(recommendation.MemoryBytes!.Target, 230 * Mebibyte, 230 * 1.051 * Mebibyte);
        Assert.StartsWith("90 % of 1000 samples use at most 1.", recommendation.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_hold_the_target_and_close_with_days_of_samples()
    {
        var young = new ContainerHistory().Used(1, 1, 100 * Mebibyte, Start).Used(1, 1, null, Start.AddMinutes(1));
        var old = new ContainerHistory();
        for (var minute = 0; minute < 10 * 24 * 60; minute++)
        {
            old = old.Used(1, 1, 100 * Mebibyte, Start.AddMinutes(minute));
        }

        var wide = VerticalRecommender.Recommend(Policy, young).CpuCores!;
        var narrow = VerticalRecommender.Recommend(Policy, old).CpuCores!;

        Assert.True(wide.Lower < narrow.Lower && narrow.Upper < wide.Upper);
        Assert.InRange(narrow.Upper / narrow.Target, 1, 1.11);
        Assert.InRange(narrow.Lower / narrow.Target, 0.99, 1);
    }

    [Fact]
    public void The_target_lies_between_its_bounds_whatever_was_used() =>
        Gen.Select(Gen.Double[0, 64], Gen.Double[0, 1e11], Gen.Int[0, 100_000]).Array[1, 60].Sample(samples =>
        {
            var history = samples.Aggregate(new ContainerHistory(), (sum, sample) =>
                sum.Used(sample.Item1, 0.5, sample.Item2, Start.AddMinutes(sample.Item3)));
            var recommendation = VerticalRecommender.Recommend(Policy, history);
            foreach (var bounds in new[] { recommendation.CpuCores!, recommendation.MemoryBytes! })
            {
                Assert.True(bounds.Lower <= bounds.Target && bounds.Target <= bounds.Upper);
                Assert.True(double.IsFinite(bounds.Upper));
            }

            Assert.True(recommendation.CpuCores!.Lower >= Policy.CpuCoresMin);
        });

    [Fact]
    public void An_end_for_want_of_memory_raises_from_the_limit_that_was_in_force()
    {
        var history = new ContainerHistory();
        for (var round = 0; round < 3; round++)
        {
            history = history.OutOfMemory(Policy, 1000 * Mebibyte, 400 * Mebibyte, Start.AddMinutes(round));
        }

        Assert.InRange(
            VerticalRecommender.Recommend(Policy, history).MemoryBytes!.Target,
            1200 * 1.15 * Mebibyte, 1200 * 1.15 * 1.051 * Mebibyte);
    }

    [Fact]
    public void A_small_limit_is_raised_by_a_hundred_mebibytes_at_least() => Assert.InRange(
        VerticalRecommender.Recommend(
            Policy, new ContainerHistory().OutOfMemory(Policy, 64 * Mebibyte, 0, Start)).MemoryBytes!.Target,
        164 * 1.15 * Mebibyte, 164 * 1.15 * 1.051 * Mebibyte);

    [Fact]
    public void Without_a_history_nothing_is_recommended()
    {
        var nothing = VerticalRecommender.Recommend(Policy, new ContainerHistory());
        Assert.Equal(new VerticalRecommendation(null, null, "Nothing was measured yet."), nothing);
    }

    [Fact]
    public void A_checkpoint_comes_back_as_it_was_and_a_damaged_one_starts_anew_with_a_word()
    {
        var history = new ContainerHistory();
        for (var minute = 0; minute < 50; minute++)
        {
            history = history.Used(0.1 * minute, 1, minute * Mebibyte, Start.AddMinutes(minute));
        }

        var bytes = HistoryCheckpoint.Write(history);
        var back = HistoryCheckpoint.Read(bytes, out var word);

        Assert.Equal("", word);
        Assert.Equal(VerticalRecommender.Recommend(Policy, history), VerticalRecommender.Recommend(Policy, back));
        Assert.Equal(bytes, HistoryCheckpoint.Write(back));

        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            damaged = random.Next(3) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
            Assert.Equal(0, HistoryCheckpoint.Read(damaged, out var complaint).Samples);
            Assert.EndsWith(": the history begins anew.", complaint, StringComparison.Ordinal);
        }

    }
}
