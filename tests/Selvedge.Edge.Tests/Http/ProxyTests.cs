using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Tests.Http;

/// <summary>Routing, forwarding, refusing, logging.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task The_origin_sees_who_asked_and_no_fields_of_the_connection()
    {
        await using var origin = Origin.Saying("Connection: X-Hop | X-Hop: 1 | Keep-Alive: timeout=5 | X-End: 2");
        await using var edge = await Edge.StartAsync(origin);
        using var response = await edge.GetAsync(
            "/a%7eb/../c?d=%2f", "Connection: X-Mine", "X-Mine: 1", "X-Forwarded-For: 6.6.6.6", "X-Request-Id: evil",
            "X-End: 1", "Via: 1.0 before");
        var seen = origin.Requests.Single();
        Assert.Equal("/c?d=%2F", seen.Target);
        Assert.Equal("shop.test", seen["Host"]);
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.Equal("http", seen["X-Forwarded-Proto"]);
        Assert.Equal("shop.test", seen["X-Forwarded-Host"]);
        Assert.Equal("for=127.0.0.1;host=shop.test;proto=http", seen["Forwarded"]);
        Assert.Equal("1.0 before, 1.1 selvedge-fra-1", seen["Via"]);
        Assert.Equal("id-1", seen["X-Request-Id"]);
        Assert.Equal("1", seen["X-End"]);
        Assert.Null(seen["X-Mine"]);
        Assert.Equal("1.1 selvedge", response.Headers.GetValues("Via").Single());
        Assert.Equal("id-1", response.Headers.GetValues("X-Request-Id").Single());
        Assert.Equal("2", response.Headers.GetValues("X-End").Single());
        Assert.False(response.Headers.Contains("X-Hop"));
        Assert.NotNull(response.Headers.Date);
    }

    [Fact]
    public async Task The_backends_path_and_host_are_used()
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin, site => site with
        {
            Backend = site.Backend with { Url = site.Backend.Url + "/base/", HostHeader = "origin.test" },
        });
        await edge.TextAsync("/a");
        Assert.Equal("/base/a", origin.Requests.Single().Target);
        Assert.Equal("origin.test", origin.Requests.Single()["Host"]);
    }

    [Fact]
    public async Task A_request_that_was_here_before_is_a_loop()
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin);
        using var response = await edge.GetAsync("/", "Via: 1.1 other, 2 selvedge-fra-1 (comment)");
        Assert.Equal(HttpStatusCode.LoopDetected, response.StatusCode);
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task Unknown_hosts_are_refused_and_the_page_speaks_the_clients_language()
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin);
        var first = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/");
        first.Headers.Host = "other.test";
        using var html = await edge.SendAsync(first);
        Assert.Equal(HttpStatusCode.NotFound, html.StatusCode);
        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        Assert.Contains("id-1", await html.TextAsync(), StringComparison.Ordinal);
        var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/");
        request.Headers.Host = "other.test";
        using var json = await edge.SendAsync(request, "Accept: application/json");
        using var body = JsonDocument.Parse(await json.TextAsync());
        Assert.Equal("id-2", body.RootElement.GetProperty("requestId").GetString());
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task Challenges_are_answered_for_any_host_before_the_redirect()
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin, site => site with { Tls = new SiteTls() });
        edge.Swap(edge.Snapshot with
        {
            Challenges = new ChallengesSection(
                ImmutableSortedDictionary<string, string>.Empty.Add("token", "token.thumb"),
                ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty),
        });
        Assert.Equal("token.thumb", await edge.TextAsync("/.well-known/acme-challenge/token"));
        using var redirect = await edge.GetAsync("/a?b");
        Assert.Equal(HttpStatusCode.PermanentRedirect, redirect.StatusCode);
        Assert.Equal($"https://shop.test:{edge.HttpsPort}/a?b", redirect.Headers.Location!.OriginalString);
        var other = new HttpRequestMessage(
            HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/.well-known/acme-challenge/token");
        other.Headers.Host = "new.test";
        using var answer = await edge.SendAsync(other);
        Assert.Equal("token.thumb", await answer.TextAsync());
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_body_is_streamed_to_the_origin_with_and_without_a_length()
    {
        await using var origin = new Origin(
            (request, stream) => stream.SayAsync(200, "X: y", $"{request.Body.Length}"));
        await using var edge = await Edge.StartAsync(origin);
        foreach (var chunked in new[] { false, true })
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"http://127.0.0.1:{edge.HttpPort}/up")
            {
                Content = new ByteArrayContent(new byte[3_000_000]),
            };
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await edge.SendAsync(request);
            Assert.Equal("3000000", await response.TextAsync());
            Assert.Equal(chunked, origin.Requests.Last()["Transfer-Encoding"] is not null);
        }
    }

    [Fact]
    public async Task Each_request_is_one_line_of_the_log()
    {
        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/a?b");
        await edge.TextAsync("/a?b");
        using var client = edge.Secure(HttpVersion.Version20);
        using (var response = await client.PageAsync("https://shop.test/"))
        {
            await response.TextAsync();
        }

        var lines = await edge.LogAsync(3);
        Assert.Equal(3, lines.Count);
        Assert.Equal(
            ["miss", "hit", "miss"], lines.Select(line => line.GetProperty("cache").GetString()));
        var first = lines[0];
        Assert.Equal("id-1", first.GetProperty("requestId").GetString());
        Assert.Equal("default/shop", first.GetProperty("site").GetString());
        Assert.Equal("fra", first.GetProperty("location").GetString());
        Assert.Equal("fra-1", first.GetProperty("node").GetString());
        Assert.Equal("/a?b", first.GetProperty("target").GetString());
        Assert.Equal(200, first.GetProperty("status").GetInt32());
        Assert.Equal(5, first.GetProperty("bytes").GetInt64());
        Assert.Equal(200, first.GetProperty("originStatus").GetInt32());
        Assert.False(lines[1].TryGetProperty("originStatus", out _));
        Assert.Equal("HTTP/2", lines[2].GetProperty("protocol").GetString());
        Assert.Equal("1.3", lines[2].GetProperty("tls").GetString());
    }

    [Fact]
    public async Task Requests_and_failures_are_counted()
    {
        var metered = new SiteId("default", "metered");
        var counts = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Selvedge")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var labels = tags.ToArray();
            if (labels.Any(tag => tag is { Key: "site", Value: "default/metered" }))
            {
                var name = string.Join(' ', labels.Where(tag => tag.Key != "site").Select(tag => tag.Value));
                counts.AddOrUpdate($"{instrument.Name} {name}".TrimEnd(), value, (_, before) => before + value);
            }
        });
        listener.Start();
        var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        edge.Swap(Edge.Of([Edge.Site(metered, origin.Url, "shop.test")], []));
        await edge.TextAsync("/");
        await edge.TextAsync("/");
        await origin.DisposeAsync();
        await edge.TextAsync("/absent");
        await edge.LogAsync(3);
        await Eventually.Async(() => counts.ContainsKey("selvedge_http_requests_total 502 miss"));
        Assert.Equal(1, counts["selvedge_http_requests_total 200 miss"]);
        Assert.Equal(1, counts["selvedge_http_requests_total 200 hit"]);
        Assert.Single(
            counts.Keys, key => key.StartsWith("selvedge_http_upstream_errors_total", StringComparison.Ordinal));
        Assert.True(counts["selvedge_http_response_bytes_total"] > 10);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("GET / HTTP/1.1\r\nHost: shop.test\r\nX: a\r\n folded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: shop.test\r\nX : a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: shop.test\r\nHost: other.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: shop.test\n\n")]
    [InlineData("GET http://other.test/ HTTP/1.1\r\nHost: shop.test\r\n\r\n")]
    public async Task Forms_that_smuggle_are_refused(string raw)
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin);
        Assert.StartsWith("HTTP/1.1 400", await edge.SayAsync(raw), StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_length_beside_chunks_never_lets_a_second_request_through()
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin);
        var answer = await edge.SayAsync(
            "POST /a HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        Assert.DoesNotContain(origin.Requests, request => request.Target == "/smuggled");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_gets_the_page_over_HTTP_2_and_421_for_a_host_that_the_handshake_did_not_name()
    {
        if (!File.Exists("/usr/bin/curl"))
        {
            Assert.Skip("curl is not installed");
        }

        await using var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        var blog = new SiteId("default", "blog");
        edge.Swap(Edge.Of(
            [.. edge.Snapshot.Sites.Values, Edge.Site(blog, origin.Url, "blog.test")],
            [.. edge.Snapshot.Certificates.Values, TestCertificate.Section(blog, "blog.test")]));
        var root = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            root, TestCertificate.Root.ExportCertificatePem(), TestContext.Current.CancellationToken);
        foreach (var version in new[] { "--http1.1", "--http2" })
        {
            var number = version == "--http2" ? "2" : "1.1";
            Assert.Equal($"hello {number} 200", await CurlAsync(edge, root, version, "shop.test"));
            Assert.Equal($"hello {number} 200", await CurlAsync(edge, root, version, "www.shop.test"));
            foreach (var other in new[] { "blog.test", "no.test" })
            {
                var refused = await CurlAsync(edge, root, version, other);
                Assert.EndsWith($" {number} 421", refused, StringComparison.Ordinal);
            }
        }

        File.Delete(root);
    }

    private static async Task<string> CurlAsync(Edge edge, string root, string version, string host)
    {
        using var curl = Process.Start(new ProcessStartInfo("/usr/bin/curl")
        {
            ArgumentList =
            {
                "-sS", version, "--max-time", "20", "--cacert", root, "--resolve",
                $"shop.test:{edge.HttpsPort}:127.0.0.1", "-H", $"Host: {host}", "-w", " %{http_version} %{http_code}",
                $"https://shop.test:{edge.HttpsPort}/",
            },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        return await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
