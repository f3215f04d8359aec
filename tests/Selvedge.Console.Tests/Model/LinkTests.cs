using Selvedge.Console.Model;

namespace Selvedge.Console.Tests.Model;

public sealed class LinkTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "", "", 5, nameof(LinkState.Connecting))]
    [InlineData(null, "connection refused", "", 0, nameof(LinkState.Unreachable))]
    [InlineData(0, "", "", 1, nameof(LinkState.Live))]
    [InlineData(0, "", "", 3, nameof(LinkState.Behind))]
    [InlineData(0, "no answer in time", "", 1, nameof(LinkState.Live))]
    [InlineData(0, "no answer in time", "", 2, nameof(LinkState.Unreachable))]
    [InlineData(0, "", "401", 1, nameof(LinkState.Refused))]
    public void Says_how_the_link_is(int? confirmed, string failure, string refusal, int after, string state)
    {
        var link = new Link(At, confirmed is { } second ? At.AddSeconds(second) : null, [], failure, refusal);

        Assert.Equal(state, link.StateAt(At.AddSeconds(after)).ToString());
        Assert.Equal(TimeSpan.FromSeconds(after), link.AgeAt(At.AddSeconds(after)));
    }
}
