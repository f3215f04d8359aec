using System.Globalization;
using Selvedge.Commands.Network;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class MomentTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 30, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("10:03", "2026-01-31T10:03:00Z")]
    [InlineData("10:03:20", "2026-01-31T10:03:20Z")]
    [InlineData("12:03", "2026-01-30T12:03:00Z")]
    [InlineData("5m", "2026-01-31T10:25:00Z")]
    [InlineData("1h30m", "2026-01-31T09:00:00Z")]
    [InlineData("2026-01-31T09:03:00Z", "2026-01-31T09:03:00Z")]
    [InlineData("2026-01-31T09:03:00+02:00", "2026-01-31T07:03:00Z")]
    [InlineData("2026-01-31 09:03", "2026-01-31T09:03:00Z")]
    public void Each_form_is_read_in_universal_time(string text, string moment)
    {
        Assert.True(MomentText.TryParse(text, Now, out var read));
        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("noon")]
    [InlineData("2026-01-31")]
    [InlineData("25:00")]
    [InlineData("5")]
    public void What_is_no_moment_is_refused(string text) => Assert.False(MomentText.TryParse(text, Now, out _));
}
