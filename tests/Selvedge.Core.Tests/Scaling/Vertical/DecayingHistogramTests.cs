using CsCheck;
using Selvedge.Core.Scaling.Vertical;

namespace Selvedge.Core.Tests.Scaling.Vertical;

public sealed class DecayingHistogramTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void A_percentile_is_the_true_one_or_at_most_five_percent_more() =>
        Gen.Double[0.02, 1500].Array[1, 200].Select(Gen.Double[0.01, 1]).Sample((amounts, share) =>
        {
            var histogram = amounts.Aggregate(New(), (sum, amount) => sum.Added(amount, 1, Start));
            var rank = (int)Math.Ceiling(share * amounts.Length - 1e-9);
            var exact = amounts.Order().ElementAt(Math.Max(0, rank - 1));

            Assert.InRange(histogram.Percentile(share), exact * 0.999999, exact * 1.050001);
        });

    [Fact]
    public void Percentiles_rise_with_the_share() =>
        Gen.Double[0, 1e6].Array[1, 50].Select(Gen.Double[0, 1], Gen.Double[0, 1]).Sample((amounts, a, b) =>
        {
            var histogram = amounts.Aggregate(New(), (sum, amount) => sum.Added(amount, 1, Start));

            Assert.True(histogram.Percentile(Math.Min(a, b)) <= histogram.Percentile(Math.Max(a, b)));
        });

    [Fact]
    public void A_sample_of_a_day_ago_counts_half()
    {
        var histogram = New().Added(1, 1, Start);
        for (var sample = 0; sample < 3; sample++)
        {
            histogram = histogram.Added(100, 0.2, Start.AddDays(1));
        }

        // 1 against 3 × 0.2 × 2: the low one is 1 of 2.2.
        Assert.InRange(histogram.Percentile(0.45), 0.999, 1.051);
        Assert.InRange(histogram.Percentile(0.46), 95, 106);
    }

    [Fact]
    public void Years_without_a_sample_neither_overflow_nor_forget_the_new_ones()
    {
        var histogram = New().Added(1, 1, Start).Added(100, 1, Start.AddYears(4));

        Assert.True(double.IsFinite(histogram.Total) && histogram.Total > 0);
        Assert.InRange(histogram.Percentile(0.01), 95, 106);
    }

    [Fact]
    public void An_old_sample_that_comes_late_weighs_little()
    {
        var histogram = New().Added(100, 1, Start).Added(1, 1, Start.AddDays(-400));

        Assert.InRange(histogram.Percentile(0.01), 95, 106);
    }

    private static DecayingHistogram New() => new() { First = 0.01, Reference = Start };
}
