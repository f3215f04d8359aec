using System.Net;
using Selvedge.Control.Commands;

namespace Selvedge.Control.Tests.Commands;

public sealed class ReplayRequestTests
{
    [Fact]
    public void A_question_with_a_place_is_read()
    {
        Assert.True(TryRead("name=shop.test.&from=192.0.2.9&at=2026-01-31T12:03:00Z&country=AU&latitude=-33.9"
            + "&longitude=151.2", out var question, out _));

        Assert.Equal("shop.test", question!.Name);
        Assert.Equal(IPAddress.Parse("192.0.2.9"), question.From);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 3, 0, TimeSpan.Zero), question.At);
        Assert.Equal(("AU", -33.9), (question.Fallback.Country, question.Fallback.Coordinates!.Latitude));
    }

    [Fact]
    public void Where_the_client_is_may_be_left_out()
    {
        const string Query = "name=shop.test&from=192.0.2.9&at=2026-01-31T12:03:00Z&latitude=1";
        Assert.True(TryRead(Query, out var question, out _));

        Assert.Null(question!.Fallback.Country);
        Assert.Null(question.Fallback.Coordinates);
    }

    [Theory]
    [InlineData("from=192.0.2.9&at=2026-01-31T12:03:00Z", "name: is missing.")]
    [InlineData("name=shop.test&at=2026-01-31T12:03:00Z", "from: is not an IP address.")]
    [InlineData("name=shop.test&from=here&at=2026-01-31T12:03:00Z", "from: is not an IP address.")]
    [InlineData("name=shop.test&from=192.0.2.9", "at: is not a moment.")]
    [InlineData("name=shop.test&from=192.0.2.9&at=noon", "at: is not a moment.")]
    public void What_is_wrong_is_told_with_how_it_is_written(string query, string complaint)
    {
        Assert.False(TryRead(query, out _, out var problem));
        Assert.StartsWith(complaint, problem, StringComparison.Ordinal);
        Assert.Contains("Write", problem, StringComparison.Ordinal);
    }

    private static bool TryRead(string query, out ReplayRequest? question, out string problem)
    {
        var parameters = query.Split('&').Select(pair => pair.Split('=')).ToDictionary(
            pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return ReplayRequest.TryRead(name => parameters.GetValueOrDefault(name, ""), out question, out problem);
    }
}
