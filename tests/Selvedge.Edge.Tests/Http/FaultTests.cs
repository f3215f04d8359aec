using System.Net;
using Selvedge.Edge.Http;

namespace Selvedge.Edge.Tests.Http;

/// <summary>Origins that fail in every way.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task An_origin_that_refuses_is_502_and_a_stored_page_stands_in()
    {
        var origin = Origin.Saying("Cache-Control: max-age=60");
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/");
        await origin.DisposeAsync();
        edge.Clock.Move(TimeSpan.FromMinutes(2));
        Assert.Equal("hello", await edge.TextAsync("/"));
        using var absent = await edge.GetAsync("/absent");
        Assert.Equal(HttpStatusCode.BadGateway, absent.StatusCode);
        Assert.DoesNotContain("127.0.0.1", await absent.TextAsync(), StringComparison.Ordinal);
        edge.Proven = false;
        using var unproven = await edge.GetAsync("/");
        Assert.Equal(HttpStatusCode.BadGateway, unproven.StatusCode);
    }

    [Fact]
    public async Task An_origin_that_hangs_is_504_for_everyone_who_waits()
    {
        await using var origin = new Origin((_, _) => Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System));
        await using var edge = await Edge.StartAsync(origin, site => site with
        {
            Backend = site.Backend with { Timeout = TimeSpan.FromMilliseconds(300) },
        });
        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => edge.GetAsync("/")));
        Assert.All(all, response => Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode));
        Assert.Single(origin.Requests);
        await Eventually.Async(() => edge.Server.RequestsInFlight == 0);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nCache-Control: max-age=60\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nCache-Control: max-age=60\r\n\r\n5\r\nhello\r\n")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nCache-Control: max-age=60\r\n\r\n5\r\nhello\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nCache-Control: no-store\r\n\r\n5\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nCache-Control: no-store\r\n\r\nhello")]
    public async Task A_body_that_breaks_off_is_never_stored_and_never_looks_complete(string raw)
    {
        await using var origin = new Origin(async (request, stream) =>
        {
            await stream.SayAsync(raw);
            request.Closes = true;
        });
        await using var edge = await Edge.StartAsync(origin);
        for (var i = 1; i <= 2; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => edge.TextAsync("/"));
            Assert.Equal(i, origin.Requests.Count);
        }

        Assert.Empty(edge.Server.Explain("http://shop.test/").Variants);
        Assert.True((await edge.LogAsync(2))[0].GetProperty("cut").GetBoolean());
        using var client = edge.Secure(HttpVersion.Version20);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var stream = await client.PageAsync("https://shop.test/");
            await stream.TextAsync();
        });
    }

    [Fact]
    public async Task A_body_that_stops_is_cut_after_the_idle_time()
    {
        await using var origin = new Origin(async (_, stream) =>
        {
            await stream.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nCache-Control: max-age=60\r\n\r\nhello");
            await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System);
        });
        await using var edge = await Edge.StartAsync(
            origin, options: new HttpServerOptions { BodyIdleTimeout = TimeSpan.FromMilliseconds(200) });
        await Assert.ThrowsAnyAsync<Exception>(() => edge.TextAsync("/"));
        await Eventually.Async(() => edge.Server.RequestsInFlight == 0);
        Assert.Equal("BodyTimeout", (await edge.LogAsync(1))[0].GetProperty("originError").GetString());
    }

    [Fact]
    public async Task Bytes_beyond_the_announced_length_reach_nobody()
    {
        await using var origin = new Origin((request, stream) => stream.SayAsync(
            $"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nCache-Control: no-store\r\n\r\nhello"
            + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        await using var edge = await Edge.StartAsync(origin);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("hello", await edge.TextAsync($"/{i}"));
        }
    }

    [Fact]
    public async Task A_body_without_end_mark_is_passed_and_not_stored()
    {
        await using var origin = new Origin(async (request, stream) =>
        {
            await stream.SayAsync("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n\r\nhello");
            request.Closes = true;
        });
        await using var edge = await Edge.StartAsync(origin);
        Assert.Equal("hello", await edge.TextAsync("/"));
        Assert.Equal("hello", await edge.TextAsync("/"));
        Assert.Equal(2, origin.Requests.Count);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nbroken\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\n")]
    [InlineData("")]
    public async Task What_is_no_response_is_502(string raw)
    {
        await using var origin = new Origin(async (request, stream) =>
        {
            await stream.SayAsync(raw);
            request.Closes = true;
        });
        await using var edge = await Edge.StartAsync(origin);
        using var response = await edge.GetAsync("/");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task A_pooled_connection_that_died_is_replaced_for_GET()
    {
        await using var origin = new Origin(async (request, stream) =>
        {
            // The second request of a connection gets nothing but its end.
            if (request.Target == "/second" && request.Connection == 1)
            {
                request.Closes = true;
                return;
            }

            await stream.SayAsync(200, "Cache-Control: no-store", "hello");
        });
        await using var edge = await Edge.StartAsync(origin);
        await edge.TextAsync("/first");
        Assert.Equal("hello", await edge.TextAsync("/second"));
        Assert.Equal(2, origin.Connections);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Many_who_want_the_same_share_one_fetch_and_all_get_all_of_it(bool announced)
    {
        var body = new string('x', 3_000_000);
        var go = new TaskCompletionSource();
        await using var origin = new Origin(async (_, stream) =>
        {
            await go.Task;
            await stream.SayAsync(announced
                ? $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nCache-Control: max-age=60\r\n\r\n{body}"
                : $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nCache-Control: max-age=60\r\n\r\n"
                    + $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n");
        });
        await using var edge = await Edge.StartAsync(origin);
        var all = Enumerable.Range(0, 50).Select(_ => edge.TextAsync("/")).ToArray();
        await Eventually.Async(() => edge.Server.RequestsInFlight == 50);
        go.SetResult();
        foreach (var text in await Task.WhenAll(all))
        {
            Assert.Equal(body, text);
        }

        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task Those_who_wait_for_what_is_not_for_all_go_themselves_at_once()
    {
        var number = 0;
        var go = new TaskCompletionSource();
        await using var origin = new Origin(async (_, stream) =>
        {
            await go.Task;
            await stream.SayAsync(200, "Cache-Control: private, max-age=60", $"{Interlocked.Increment(ref number)}");
        });
        await using var edge = await Edge.StartAsync(origin);
        var all = Enumerable.Range(0, 20).Select(_ => edge.TextAsync("/")).ToArray();
        await Eventually.Async(() => edge.Server.RequestsInFlight == 20);
        go.SetResult();
        Assert.Equal(20, (await Task.WhenAll(all)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_fetch_goes_on_when_who_began_it_leaves()
    {
        var go = new TaskCompletionSource();
        await using var origin = new Origin(async (_, stream) =>
        {
            await go.Task;
            await stream.SayAsync(200, "Cache-Control: max-age=60", "hello");
        });
        await using var edge = await Edge.StartAsync(origin);
        using (var leaving = new HttpClient())
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{edge.HttpPort}/");
            request.Headers.Host = "shop.test";
            using var cancel = new CancellationTokenSource();
            var left = leaving.SendAsync(request, cancel.Token);
            await Eventually.Async(() => origin.Requests.Count == 1);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }

        var second = edge.TextAsync("/");
        await Eventually.Async(() => edge.Server.RequestsInFlight == 1);
        go.SetResult();
        Assert.Equal("hello", await second);
        Assert.Single(origin.Requests);
    }

    [Theory]
    [InlineData("max-age=60", true)]
    [InlineData("max-age=60", false)]
    [InlineData("no-store", true)]
    public async Task A_large_body_waits_for_a_slow_client_and_is_not_stored_beyond_the_cap(
        string control, bool announced)
    {
        const int Size = 40_000_000;
        var sent = 0L;
        await using var origin = new Origin(async (request, stream) =>
        {
            await stream.SayAsync($"HTTP/1.1 200 OK\r\nCache-Control: {control}\r\n"
                + (announced ? $"Content-Length: {Size}\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n"));
            var chunk = new byte[100_000];
            for (var i = 0; i < Size / chunk.Length; i++)
            {
                if (!announced)
                {
                    await stream.SayAsync($"{chunk.Length:x}\r\n");
                }

                await stream.WriteAsync(chunk);
                Interlocked.Add(ref sent, chunk.Length);
                if (!announced)
                {
                    await stream.SayAsync("\r\n");
                }
            }

            await stream.SayAsync(announced ? "" : "0\r\n\r\n");
        });
        await using var edge = await Edge.StartAsync(
            origin, options: new HttpServerOptions { ObjectBytesMax = 1_000_000, CacheBytesMax = 64_000_000 });
        using var response = await edge.GetAsync("/big");
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        // The client reads nothing: what the sockets and the window hold may come, and no more.
        var before = -1L;
        await Eventually.Async(() =>
        {
            var now = Interlocked.Read(ref sent);
            var still = now == before && now > 0;
            before = now;
            return still;
        });
        Assert.True(before < Size, $"{before} bytes came while nobody read");

        var buffer = new byte[1 << 16];
        var total = 0L;
        int count;
        while ((count = await body.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
        {
            total += count;
        }

        Assert.Equal(Size, total);
        Assert.Empty(edge.Server.Explain("http://shop.test/big").Variants);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_does_not_look_complete_to_the_origin()
    {
        var complete = 0;
        await using var origin = new Origin((_, stream) =>
        {
            Interlocked.Increment(ref complete);
            return stream.SayAsync(200, "X: y", "ok");
        });
        await using var edge = await Edge.StartAsync(origin);
        await edge.SayAsync("POST /a HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 10\r\n\r\nhello", hangUp: true);
        await edge.SayAsync(
            "POST /b HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", hangUp: true);
        await edge.LogAsync(2);
        Assert.Equal(0, Volatile.Read(ref complete));
    }
}
