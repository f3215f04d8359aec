using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Origin;

namespace Selvedge.System.Tests.Origin;

public sealed class OriginServerTests(ExampleSiteFixture fixture) : IClassFixture<ExampleSiteFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly OriginServer _server = new(
        new IPEndPoint(IPAddress.Loopback, 0), fixture.Root, new FakeTimeProvider(Now), NullLoggerFactory.Instance);

    private readonly HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri($"http://{_server.Endpoint}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_file_is_served_byte_for_byte()
    {
        foreach (var file in Directory.EnumerateFiles(fixture.Root, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(fixture.Root, file);
            if (name != ".stamp")
            {
                var body = await _client.GetByteArrayAsync(new Uri("/" + name, UriKind.Relative), Cancellation);
                var expected = await File.ReadAllBytesAsync(file, Cancellation);
                Assert.True(body.AsSpan().SequenceEqual(expected), name);
            }
        }
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8", "public, max-age=60", "page")]
    [InlineData("/cities/sao-paulo.html", "text/html; charset=utf-8", "public, max-age=60", "page city-sao-paulo")]
    [InlineData("/css/atlas.css", "text/css; charset=utf-8", "public, max-age=3600", "asset")]
    [InlineData("/js/search.js", "text/javascript; charset=utf-8", "public, max-age=3600", "asset")]
    [InlineData("/img/relief-jp.png", "image/png", "public, max-age=3600", "asset")]
    [InlineData("/favicon.svg", "image/svg+xml", "public, max-age=3600", "asset")]
    [InlineData("/data/daylight.json", "application/json", "public, max-age=3600", "asset")]
    [InlineData("/data/atlas-tiles.bin", "application/octet-stream", "public, max-age=86400", "asset")]
    public async Task Each_kind_of_file_has_its_type_lifetime_and_tags(
        string path, string type, string cacheControl, string tags)
    {
        using var answer = await SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(cacheControl, answer.Headers.CacheControl?.ToString());
        Assert.Equal(tags, string.Join(' ', answer.Headers.GetValues("Surrogate-Key")));
        Assert.NotNull(answer.Headers.ETag);
        Assert.NotNull(answer.Content.Headers.LastModified);
        Assert.True(answer.Content.Headers.ContentLength > 0);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again()
    {
        using var first = await SendAsync(HttpMethod.Get, "/css/atlas.css");
        var tag = first.Headers.ETag!.ToString();
        var modified = first.Content.Headers.LastModified!.Value;
        foreach (var header in new[] { tag, "W/" + tag, $"\"other\", {tag}", "*" })
        {
            using var same = await SendAsync(HttpMethod.Get, "/css/atlas.css", ("If-None-Match", header));
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            Assert.Equal(tag, same.Headers.ETag!.ToString());
            Assert.Empty(await same.Content.ReadAsByteArrayAsync(Cancellation));
        }

        using var since = await SendAsync(
            HttpMethod.Get, "/css/atlas.css", ("If-Modified-Since", modified.ToString("R")));
        Assert.Equal(HttpStatusCode.NotModified, since.StatusCode);
        using var changed = await SendAsync(HttpMethod.Get, "/css/atlas.css",
            ("If-None-Match", "\"other\""), ("If-Modified-Since", modified.ToString("R")));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task A_changed_file_gets_another_tag()
    {
        var path = Path.Combine(fixture.Root, "own.txt");
        await File.WriteAllTextAsync(path, "one", Cancellation);
        using var before = await SendAsync(HttpMethod.Get, "/own.txt");
        await File.WriteAllTextAsync(path, "three", Cancellation);
        using var after = await SendAsync(
            HttpMethod.Get, "/own.txt", ("If-None-Match", before.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal("three", await after.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=100-", 100, -1)]
    [InlineData("bytes=-25", -25, 25)]
    [InlineData("bytes=5-999999999", 5, -1)]
    public async Task A_single_range_is_served(string range, int start, int length)
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(fixture.Root, "data/cities.json"), Cancellation);
        var from = start < 0 ? whole.Length + start : start;
        var expected = length < 0 ? whole[from..] : whole[from..(from + length)];
        using var answer = await SendAsync(HttpMethod.Get, "/data/cities.json", ("Range", range));
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal($"bytes {from}-{from + expected.Length - 1}/{whole.Length}",
            answer.Content.Headers.ContentRange?.ToString());
    }

    [Theory]
    [InlineData("bytes=99999999-", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=-0", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=0-1,4-5", HttpStatusCode.OK)]
    [InlineData("lines=0-1", HttpStatusCode.OK)]
    [InlineData("bytes=9-1", HttpStatusCode.OK)]
    public async Task Other_ranges_are_refused_or_get_the_whole_file(string range, HttpStatusCode status)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/data/cities.json", ("Range", range));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_range_of_an_older_file_gets_the_whole_new_one()
    {
        using var answer = await SendAsync(
            HttpMethod.Get, "/data/cities.json", ("Range", "bytes=0-9"), ("If-Range", "\"older\""));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_not_there_gets_the_sites_own_page()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/cities/atlantis.html");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Not on this map", body, StringComparison.Ordinal);
        using var folder = await SendAsync(HttpMethod.Get, "/cities");
        Assert.Equal(HttpStatusCode.NotFound, folder.StatusCode);
    }

    // Raw requests: a client library would clean the path up before it is sent.
    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/cities/..%2f..%2f..%2fsecret.txt")]
    [InlineData("/cities/%2e%2e/%2e%2e/secret.txt")]
    [InlineData("/..\\secret.txt")]
    [InlineData("//etc/passwd")]
    [InlineData("/.stamp")]
    [InlineData("/link.txt")]
    [InlineData("/%00")]
    public async Task No_path_leads_out_of_the_root_or_to_a_hidden_file(string target)
    {
        var outside = Path.Combine(Path.GetDirectoryName(fixture.Root)!, "secret.txt");
        await File.WriteAllTextAsync(outside, "secret", Cancellation);
        var link = Path.Combine(fixture.Root, "link.txt");
        File.Delete(link);
        File.CreateSymbolicLink(link, outside);
        using var socket = new TcpClient();
        await socket.ConnectAsync(_server.Endpoint, Cancellation);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Cancellation);
        File.Delete(link);
        File.Delete(outside);
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
    }

    [Fact]
    public async Task The_clock_is_never_cached()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/api/time");
        Assert.True(answer.Headers.CacheControl!.NoStore);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(Now, json.RootElement.GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_upload_comes_back_whole()
    {
        var body = await File.ReadAllBytesAsync(Path.Combine(fixture.Root, "data/atlas-tiles.bin"), Cancellation);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/html");
        using var answer = await _client.PostAsync(new Uri("/api/echo", UriKind.Relative), content, Cancellation);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.ToString());
        var back = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(back.AsSpan().SequenceEqual(body));
    }

    [Theory]
    [InlineData("DELETE", "/", "GET, HEAD")]
    [InlineData("POST", "/api/time", "GET, HEAD")]
    [InlineData("GET", "/api/echo", "POST")]
    public async Task Other_methods_are_refused_with_those_that_work(string method, string path, string allowed)
    {
        using var answer = await SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task Health_and_metrics_answer()
    {
        Assert.Equal("ok\n", await _client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Cancellation));
        using var missing = await SendAsync(HttpMethod.Get, "/nothing");
        var metrics = await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Contains("selvedge_origin_requests_total{status=\"200\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("selvedge_origin_requests_total{status=\"404\"} 1\n", metrics, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _client.SendAsync(request, Cancellation);
    }
}
