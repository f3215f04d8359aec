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
    [InlineData(2000, "2")]
    [InlineData(1900, "1900m")]
    [InlineData(0, "0")]
    public void Processors_are_written_as_kubernetes_does(long millis, string text) =>
        Assert.Equal(text, Quantity.Processors(millis));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1000, "1000")]
    [InlineData(4_125_454_336, "4028764Ki")]
    [InlineData(67_108_864, "64Mi")]
    [InlineData(1L << 40, "1Ti")]
    public void Memory_is_written_without_losing_a_byte(long bytes, string text)
    {
        Assert.Equal(text, Quantity.Memory(bytes));
        Assert.True(Quantity.TryParse(text, out var quantity));
        Assert.Equal(bytes, quantity.Units);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mi")]
    [InlineData("1x")]
    [InlineData("1 Mi")]
    [InlineData("99999E")]
    public void What_is_none_is_refused(string text) => Assert.False(Quantity.TryParse(text, out _));
}
