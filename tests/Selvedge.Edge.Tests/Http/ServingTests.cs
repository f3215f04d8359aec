namespace Selvedge.Edge.Tests.Http;

/// <summary>Whole requests through the edge over real sockets.</summary>
public sealed class ServingTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_page_comes_from_the_origin_then_from_the_cache(string version)
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60 | Content-Type: text/plain");
        await using var edge = await Edge.StartAsync(origin);
        using var client = edge.Secure(Version.Parse(version));

        using var first = await client.PageAsync("https://shop.test/a?b=c");
        Assert.Equal("hello", await first.TextAsync());
        Assert.Equal("selvedge; fwd=miss; fwd-status=200; stored; ttl=60", first.Cache());

        using var second = await client.PageAsync("https://shop.test/a?b=c");
        Assert.Equal("hello", await second.TextAsync());
        Assert.Equal("selvedge; hit; ttl=60", second.Cache());
        Assert.Equal(Version.Parse(version), second.Version);
        Assert.Equal("text/plain", second.Content.Headers.ContentType!.ToString());
        Assert.Single(origin.Requests);
    }
}
