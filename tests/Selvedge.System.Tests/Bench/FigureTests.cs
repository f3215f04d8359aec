using Selvedge.Bench.Figures;

namespace Selvedge.System.Tests.Bench;

public sealed class FigureTests
{
    [Fact]
    public void Figures_are_aligned_lines_of_name_value_unit_target_and_verdict() => Assert.Equal(
        """
        start_seconds     9.312  s         <= 15   met
        lost                 12  requests  <= 0    missed
        apply_p99         0.004  s         <= 1.5  met
        memory_of_fra-1   141.8  MiB       -       -
        requests         123457  requests  -       -

        """,
        FigureTable.Write(
        [
            new Figure("start_seconds", 9.3121, "s", 15),
            new Figure("lost", 12, "requests", 0),
            new Figure("apply_p99", 0.0041, "s", 1.5),
            new Figure("memory_of_fra-1", 141.79, "MiB"),
            new Figure("requests", 123_456.7, "requests"),
        ]));

    [Theory]
    [InlineData(50, 2)]
    [InlineData(51, 3)]
    [InlineData(99, 4)]
    [InlineData(100, 4)]
    [InlineData(1, 1)]
    public void A_percentile_is_the_smallest_value_that_so_many_do_not_exceed(int percent, double value) =>
        Assert.Equal(value, Percentile.Of([4, 1, 3, 2], percent));

    [Fact]
    public void Of_a_hundred_values_the_99th_percentile_is_the_second_largest() =>
        Assert.Equal(99, Percentile.Of([.. Enumerable.Range(1, 100).Select(value => (double)value)], 99));
}
