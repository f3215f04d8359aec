using CsCheck;
using Selvedge.Core.Caching;

namespace Selvedge.Core.Tests.Caching;

public sealed class CacheKeyTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a%7Eb", "/a~b")]
    [InlineData("/a%2fb", "/a%2Fb")]
    [InlineData("/%41?x=%61%2F", "/A?x=a%2F")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/a/%2e%2E/c", "/c")]
    [InlineData("/../../x", "/x")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/a//b", "/a//b")]
    [InlineData("/a?b=/../c", "/a?b=/../c")]
    [InlineData("/a?", "/a?")]
    [InlineData("/100%", "/100%")]
    [InlineData("/%zz", "/%zz")]
    public void Targets_are_normalised_as_RFC_3986_section_6_2_2_says(string target, string expected)
    {
        Assert.True(CacheKey.TryTarget(target, out var normal));
        Assert.Equal(expected, normal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a")]
    [InlineData("/a b")]
    [InlineData("/a#b")]
    [InlineData("/\r\n")]
    [InlineData("/\u00e4")]
    public void What_no_request_line_may_hold_is_refused(string target) =>
        Assert.False(CacheKey.TryTarget(target, out _));

    [Fact]
    public void Normalising_twice_changes_nothing() =>
        Gen.String[Gen.Char["/.%2eE?a~fF5\\#"], 0, 30].Sample(text =>
        {
            if (CacheKey.TryTarget("/" + text, out var once))
            {
                Assert.True(CacheKey.TryTarget(once, out var twice));
                Assert.Equal(once, twice);
            }
        });

    [Fact]
    public void No_text_makes_it_throw() => Gen.String.Sample(text =>
    {
        CacheKey.TryTarget(text, out _);
        CacheKey.TryUrl(text, out _, out _, out _);
        CacheKey.TryUrl("https://" + text, out _, out _, out _);
        CacheKey.TryHost(text, out _);
    });

    [Theory]
    [InlineData("https://Shop.Test:8443/a%7e?b#c", "https", "shop.test", "/a~?b")]
    [InlineData("http://shop.test", "http", "shop.test", "/")]
    [InlineData("HTTP://shop.test.?q", "http", "shop.test", "/?q")]
    [InlineData("http://[::1]:80/", "http", "[::1]", "/")]
    public void Urls_lead_to_the_key_of_their_requests(string url, string scheme, string host, string target)
    {
        Assert.True(CacheKey.TryUrl(url, out var s, out var h, out var t));
        Assert.Equal((scheme, host, target), (s, h, t));
    }
}
