using Selvedge.Core.Workloads;

namespace Selvedge.Core.Tests.Workloads;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("250m", 250)]
    [InlineData("2", 2000)]
    [InlineData("1.5", 1500)]
    [InlineData("0.0001", 1)]
    [InlineData("64Mi", 67_108_864_000)]
    [InlineData("1e3", 1_000_000)]
    [InlineData("1k", 1_000_000)]
    [InlineData("-1", -1000)]
    public void Quantities_are_read_in_thousandths_rounded_up(string text, long milli)
    {
        Assert.True(Quantity.TryParse(text, out var quantity));
        Assert.Equal(milli, quantity.MilliUnits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mi")]
    [InlineData("1x")]
    [InlineData("1 Mi")]
    [InlineData("99999E")]
    public void What_is_none_is_refused(string text) => Assert.False(Quantity.TryParse(text, out _));
}
