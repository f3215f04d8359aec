using Selvedge.Commands.Output;

namespace Selvedge.System.Tests.Commands.Output;

public sealed class SpansTests
{
    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(7_199, "119m")]
    [InlineData(7_200, "2h")]
    [InlineData(172_799, "47h")]
    [InlineData(172_800, "2d")]
    public void An_age_is_told_in_its_largest_unit(int seconds, string shown) =>
        Assert.Equal(shown, Spans.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.84, "0.8 ms")]
    [InlineData(12.4, "12 ms")]
    [InlineData(2_449, "2.4 s")]
    public void What_something_took_is_told_as_exactly_as_it_helps(double milliseconds, string shown) =>
        Assert.Equal(shown, Spans.Took(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Moments_are_told_in_universal_time() => Assert.Equal(
        "2026-01-31 11:03:20Z", Spans.Moment(new DateTimeOffset(2026, 1, 31, 12, 3, 20, TimeSpan.FromHours(1))));
}
