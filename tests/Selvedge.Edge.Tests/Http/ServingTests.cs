using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Selvedge.Core.Resources;
using Selvedge.Edge.Http;

namespace Selvedge.Edge.Tests.Http;

/// <summary>Whole requests through the edge over real sockets: the cache.</summary>
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

    [Fact]
    public async Task Requests_of_a_site_count_as_its_demand_but_not_redirects_strangers_or_observers()
    {
        var counted = new ConcurrentQueue<(SiteId Site, IPAddress Client)>();
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(
            origin, options: new HttpServerOptions { Counted = (site, client) => counted.Enqueue((site, client)) });
        await edge.TextAsync("/a");
        await edge.TextAsync("/a");
        await edge.TextAsync("/a", "User-Agent: selvedge-probe");
        await edge.TextAsync("/a", "Host: other.test");
        edge.Change(site => site with { Tls = new SiteTls { Redirect = true } });
        await edge.TextAsync("/a");

        Assert.Equal(
            [(Edge.Shop, IPAddress.Loopback), (Edge.Shop, IPAddress.Loopback)],
            counted.Select(entry => (entry.Site, entry.Client.MapToIPv4())));
    }

    [Fact]
    public async Task RFC9111_5_1_a_stored_page_has_its_age()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60 | Age: 5");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        edge.Clock.Move(TimeSpan.FromSeconds(10));
        using var hit = await edge.GetAsync("/");
        Assert.Equal(TimeSpan.FromSeconds(15), hit.Headers.Age);
        Assert.Equal("selvedge; hit; ttl=45", hit.Cache());
    }

    [Fact]
    public async Task RFC9111_4_3_a_stale_page_is_validated_and_freshened_by_304()
    {
        await using var origin = new Origin((request, stream) => request["If-None-Match"] == "\"v1\""
            ? stream.SayAsync(
                "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nCache-Control: max-age=90\r\nX-New: 1\r\n\r\n")
            : stream.SayAsync(200, "Cache-Control: max-age=60 | ETag: \"v1\"", "hello"));
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        edge.Clock.Move(TimeSpan.FromSeconds(61));
        using var fresh = await edge.GetAsync("/");
        Assert.Equal("hello", await fresh.TextAsync());
        Assert.StartsWith("selvedge; fwd=stale; fwd-status=304; stored; ttl=", fresh.Cache(), StringComparison.Ordinal);
        Assert.Equal("1", fresh.Headers.GetValues("X-New").Single());
        using var hit = await edge.GetAsync("/");
        Assert.StartsWith("selvedge; hit", hit.Cache(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RFC9110_13_1_2_a_client_with_the_page_gets_304_from_the_cache_and_on_a_miss()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60 | ETag: \"v1\" | Content-Type: text/plain");
        await using var edge = await Edge.StartAsync(origin);
        using var miss = await edge.GetAsync("/", "If-None-Match: W/\"v1\"");
        Assert.Equal(HttpStatusCode.NotModified, miss.StatusCode);
        Assert.Null(origin.Requests.Single()["If-None-Match"]);
        using var hit = await edge.GetAsync("/", "If-None-Match: \"v1\"");
        Assert.Equal(HttpStatusCode.NotModified, hit.StatusCode);
        Assert.Equal("\"v1\"", hit.Headers.ETag!.ToString());
        Assert.Null(hit.Content.Headers.ContentType);
        using var other = await edge.GetAsync("/", "If-None-Match: \"v2\"");
        Assert.Equal("hello", await other.TextAsync());
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task RFC9110_14_ranges_come_from_the_complete_page()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60 | ETag: \"v1\"", "0123456789");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        using var part = await edge.GetAsync("/", "Range: bytes=2-4");
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("234", await part.TextAsync());
        Assert.Equal("bytes 2-4/10", part.Content.Headers.ContentRange!.ToString());
        using var beyond = await edge.GetAsync("/", "Range: bytes=10-");
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal("bytes */10", beyond.Content.Headers.ContentRange!.ToString());
        using var changed = await edge.GetAsync("/", "Range: bytes=2-4", "If-Range: \"v2\"");
        Assert.Equal("0123456789", await changed.TextAsync());
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task A_range_of_what_is_not_stored_goes_to_the_origin_as_it_is()
    {
        await using var origin = new Origin((_, stream) => stream.SayAsync(
            206, "Content-Range: bytes 2-4/10 | Cache-Control: max-age=60", "234"));
        await using var edge = await Edge.StartAsync(origin);
        using var part = await edge.GetAsync("/", "Range: bytes=2-4");
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes=2-4", origin.Requests.Single()["Range"]);
        await edge.TextAsync("/", "Range: bytes=2-4");
        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public async Task RFC9110_9_3_2_HEAD_is_answered_from_a_stored_GET()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        using var head = await edge.SendAsync(HttpMethod.Head, "/");
        Assert.Equal(5, head.Content.Headers.ContentLength);
        Assert.StartsWith("selvedge; hit", head.Cache(), StringComparison.Ordinal);
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task RFC9111_4_1_variants_are_kept_apart_and_spellings_of_Accept_Encoding_together()
    {
        await using var origin = new Origin((request, stream) => stream.SayAsync(
            200, "Cache-Control: max-age=60 | Vary: Accept-Encoding, Accept-Language",
            request["Accept-Encoding"] + "!" + request["Accept-Language"]));
        await using var edge = await Edge.StartAsync(origin);
        Assert.Equal(
            "br, gzip!de", await edge.TextAsync("/", "Accept-Encoding: gzip,deflate,br", "Accept-Language: de"));
        Assert.Equal(
            "br, gzip!de", await edge.TextAsync("/", "Accept-Encoding: br, GZIP;q=0.5", "Accept-Language: de"));
        Assert.Single(origin.Requests);
        using var other = await edge.GetAsync("/", "Accept-Encoding: br, gzip", "Accept-Language: en");
        Assert.Equal("br, gzip!en", await other.TextAsync());
        Assert.StartsWith("selvedge; fwd=vary-miss", other.Cache(), StringComparison.Ordinal);
        Assert.Equal("identity!de", await edge.TextAsync("/", "Accept-Language: de"));
        Assert.Equal("br, gzip!de", await edge.TextAsync("/", "Accept-Encoding: gzip, br", "Accept-Language: de"));
        Assert.Equal(3, origin.Requests.Count);
    }

    [Theory]
    [InlineData("Cache-Control: no-store")]
    [InlineData("Cache-Control: private, max-age=60")]
    [InlineData("Cache-Control: max-age=60 | Set-Cookie: id=1")]
    [InlineData("Cache-Control: max-age=60 | Vary: *")]
    [InlineData("X: y")]
    public async Task RFC9111_3_what_must_not_be_stored_is_not(string fields)
    {
        await using var origin = Origin.Saying(fields);
        await using var edge = await Edge.StartAsync(origin);
        for (var i = 1; i <= 3; i++)
        {
            using var response = await edge.GetAsync("/");
            Assert.Equal("hello", await response.TextAsync());
            Assert.Equal("selvedge; fwd=miss; fwd-status=200", response.Cache());
            Assert.Equal(i, origin.Requests.Count);
        }
    }

    [Fact]
    public async Task RFC9111_3_5_a_page_for_an_authorized_user_stays_theirs()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/", "Authorization: Basic a");
        await edge.TextAsync("/", "Authorization: Basic b");
        await edge.TextAsync("/");
        Assert.Equal(3, origin.Requests.Count);
    }

    [Fact]
    public async Task RFC5861_4_a_stale_page_stands_in_for_errors_within_the_grace()
    {
        var fails = false;
        await using var origin = new Origin((_, stream) => fails
            ? stream.SayAsync(503, "X: y", "down")
            : stream.SayAsync(200, "Cache-Control: max-age=60", "hello"));
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        fails = true;
        edge.Clock.Move(TimeSpan.FromMinutes(2));
        using var stale = await edge.GetAsync("/");
        Assert.Equal("hello", await stale.TextAsync());
        Assert.Equal("selvedge; fwd=stale; fwd-status=503; ttl=-60; detail=stale-if-error", stale.Cache());
        edge.Clock.Move(TimeSpan.FromHours(25));
        using var late = await edge.GetAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Equal("down", await late.TextAsync());
    }

    [Fact]
    public async Task RFC5861_3_a_stale_page_is_served_while_it_is_validated_behind()
    {
        var version = 1;
        await using var origin = new Origin((_, stream) => stream.SayAsync(
            200, "Cache-Control: max-age=60, stale-while-revalidate=60", $"v{version}"));
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        version = 2;
        edge.Clock.Move(TimeSpan.FromSeconds(90));
        Assert.Equal("v1", await edge.TextAsync("/"));
        await Eventually.Async(() => origin.Requests.Count == 2);
        await Eventually.Async(() => edge.Server.Explain("http://shop.test/").Cache == "fresh");
        Assert.Equal("v2", await edge.TextAsync("/"));
        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public async Task RFC9111_5_2_1_request_directives_are_honoured()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        using var absent = await edge.GetAsync("/", "Cache-Control: only-if-cached");
        Assert.Equal(HttpStatusCode.GatewayTimeout, absent.StatusCode);
        Assert.Empty(origin.Requests);
        await edge.TextAsync("/");
        Assert.Equal("hello", await edge.TextAsync("/", "Cache-Control: only-if-cached"));
        using var again = await edge.GetAsync("/", "Cache-Control: no-cache");
        Assert.StartsWith("selvedge; fwd=request", again.Cache(), StringComparison.Ordinal);
        await edge.TextAsync("/other", "Cache-Control: no-store");
        await edge.TextAsync("/other", "Cache-Control: no-store");
        Assert.Equal(4, origin.Requests.Count);
    }

    [Fact]
    public async Task RFC9111_4_4_an_unsafe_request_makes_the_page_void()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/a");
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{edge.HttpPort}/a");
        request.Content = new StringContent("body");
        using var post = await edge.SendAsync(request);
        Assert.Equal("selvedge; fwd=method; fwd-status=200", post.Cache());
        Assert.Equal("body", Encoding.UTF8.GetString(origin.Requests.Last().Body));
        using var after = await edge.GetAsync("/a");
        Assert.StartsWith("selvedge; fwd=miss", after.Cache(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sites_rules_override_the_lifetime_or_bypass()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=1");
        await using var edge = await Edge.StartAsync(origin, site => site with
        {
            Cache = new SiteCache
            {
                Rules =
                [
                    new() { Match = new() { Path = "/assets/*" }, Ttl = TimeSpan.FromDays(7) },
                    new() { Match = new() { Path = "/live" }, Bypass = true },
                ],
            },
        });
        await edge.TextAsync("/assets/a");
        edge.Clock.Move(TimeSpan.FromDays(6));
        using var asset = await edge.GetAsync("/assets/a");
        Assert.Equal("selvedge; hit; ttl=86400", asset.Cache());
        await edge.TextAsync("/live");
        using var live = await edge.GetAsync("/live");
        Assert.Equal("selvedge; fwd=bypass; fwd-status=200", live.Cache());
    }

    [Fact]
    public async Task A_node_that_may_have_missed_a_purge_validates_before_it_serves()
    {
        var version = 1;
        await using var origin = new Origin(
            (_, stream) => stream.SayAsync(200, "Cache-Control: max-age=60", $"v{version}"));
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        version = 2;
        edge.Proven = false;
        Assert.Equal("unproven", edge.Server.Explain("http://shop.test/").Cache);
        Assert.Equal("v2", await edge.TextAsync("/"));
        edge.Proven = true;
        Assert.Equal("v2", await edge.TextAsync("/"));
        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public async Task Explain_says_what_would_be_done()
    {
        await using var origin = Origin.Saying(
            "Cache-Control: max-age=60 | Surrogate-Key: t1 t2 | Vary: Accept-Language");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/a");
        var explained = edge.Server.Explain("http://shop.test:8080/a");
        Assert.Equal(("default/shop", "fresh", origin.Url), (explained.Site, explained.Cache, explained.Backend));
        Assert.Equal(["t1", "t2"], explained.Variants.Single().Tags);
        Assert.Equal(["accept-language"], explained.Variants.Single().Vary);
        Assert.Equal("absent", edge.Server.Explain("http://shop.test/b").Cache);
        Assert.NotEqual("", edge.Server.Explain("http://other.test/b").Problem);
        Assert.NotEqual("", edge.Server.Explain("nonsense").Problem);
    }
}
