using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Tests.Http;

/// <summary>Handshakes, refusals of sections, and swaps under load.</summary>
public sealed class TlsTests
{
    private static readonly SiteId Blog = new("default", "blog");

    [Theory]
    [InlineData("unknown.test")]
    [InlineData("")]
    public async Task A_handshake_for_another_name_or_none_is_refused(string name)
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin);
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(edge, name, SslProtocols.None));
        using var tls = await HandshakeAsync(edge, "SHOP.test", SslProtocols.None);
        Assert.True(tls.IsAuthenticated);
    }

    [Fact]
    public async Task The_sites_least_version_holds()
    {
        await using var origin = Origin.Saying("X: y");
        await using var edge = await Edge.StartAsync(origin);
        using (var old = await HandshakeAsync(edge, "shop.test", SslProtocols.Tls12))
        {
            Assert.Equal(SslProtocols.Tls12, old.SslProtocol);
        }

        edge.Change(site => site with { Tls = new SiteTls { MinimumVersion = "1.3" } });
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(edge, "shop.test", SslProtocols.Tls12));
        using var now = await HandshakeAsync(edge, "shop.test", SslProtocols.None);
        Assert.Equal(SslProtocols.Tls13, now.SslProtocol);
    }

    [Fact]
    public void Sections_that_cannot_be_used_are_refused_by_their_keys()
    {
        var server = new Selvedge.Edge.Http.HttpServer(
            new(), new("fra-1", "fra"), TimeProvider.System, () => "id",
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var good = TestCertificate.Section(Edge.Shop, "shop.test");
        var other = TestCertificate.Section(Edge.Shop, "shop.test");
        var site = Edge.Site(Edge.Shop, "http://127.0.0.1:1", "shop.test");
        (SiteSection Site, CertificateSection Certificate, string Key)[] cases =
        [
            (site, good, ""),
            (site, good with { ChainPem = "nonsense" }, "certificate.default.shop"),
            (site, good with { KeyPem = "nonsense" }, "certificate.default.shop"),
            (site, good with { KeyPem = other.KeyPem }, "certificate.default.shop"),
            (site, good with { Hostnames = ["other.test"] }, "certificate.default.shop"),
            (site with { Backend = new() { Url = "ftp://x" } }, good, "site.default.shop"),
            (site with { Backend = new() { Url = "http://x/?q" } }, good, "site.default.shop"),
            (site with { Backend = new() { Url = " " } }, good, "site.default.shop"),
            (site with { Tls = new() { MinimumVersion = "1.0" } }, good, "site.default.shop"),
            (site with { Hostnames = ["Shop.test"] }, good, "site.default.shop"),
        ];
        var manifest = new Manifest(
            "fra", 1,
            [
                new("certificate.default.shop", SectionKind.Certificate, "hash-c"),
                new("site.default.shop", SectionKind.Site, "hash-s"),
            ]);
        foreach (var (section, certificate, key) in cases)
        {
            var refusals = server.Check(Edge.Of([section], [certificate]), manifest);
            Assert.Equal(key, refusals.Count == 0 ? "" : refusals.Single().Key);
            Assert.All(refusals, refusal => Assert.StartsWith("hash-", refusal.Hash, StringComparison.Ordinal));
            Assert.DoesNotContain(refusals, refusal => refusal.Reason.Contains("PRIVATE", StringComparison.Ordinal));
        }

        var twice = server.Check(
            Edge.Of([site, Edge.Site(Blog, "http://127.0.0.1:1", "shop.test")], []), manifest);
        Assert.Contains("shop.test", twice.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Swaps_of_snapshot_and_certificate_under_load_lose_no_request()
    {
        await using var one = Origin.Saying("Cache-Control: max-age=1");
        await using var two = Origin.Saying("Cache-Control: no-store");
        await using var edge = await Edge.StartAsync(one);
        using var stop = new CancellationTokenSource();
        var served = 0;
        var clients = Enumerable.Range(0, 6).Select(async number =>
        {
            while (!stop.IsCancellationRequested)
            {
                // A new client each time, so that each request is a handshake too.
                using var client = edge.Secure(number % 2 == 0 ? HttpVersion.Version11 : HttpVersion.Version20);
                using var response = await client.PageAsync($"https://shop.test/{served % 7}");
                Assert.Equal("hello", await response.TextAsync());
                Interlocked.Increment(ref served);
            }
        }).ToArray();
        for (var i = 0; i < 40; i++)
        {
            var before = Volatile.Read(ref served);
            await Eventually.Async(() => Volatile.Read(ref served) > before || clients.Any(task => task.IsFaulted));
            var site = Edge.Site(Edge.Shop, (i % 2 == 0 ? two : one).Url, "shop.test");
            edge.Swap(Edge.Of([site], [TestCertificate.Section(Edge.Shop, "shop.test")]));
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.True(served >= 40);
    }

    [Fact]
    public async Task Stopping_lets_requests_finish()
    {
        var go = new TaskCompletionSource();
        await using var origin = new Origin(async (_, stream) =>
        {
            await go.Task;
            await stream.SayAsync(200, "X: y", "hello");
        });
        await using var edge = await Edge.StartAsync(origin);
        var waiting = edge.TextAsync("/");
        await Eventually.Async(() => origin.Requests.Count == 1);
        var stopping = edge.Server.StopAsync(TestContext.Current.CancellationToken);
        go.SetResult();
        Assert.Equal("hello", await waiting);
        await stopping;
    }

    private static async Task<SslStream> HandshakeAsync(Edge edge, string name, SslProtocols protocols)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, edge.HttpsPort);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = Edge.Trust,
        };
        await tls.AuthenticateAsClientAsync(options, deadline.Token);

        // TLS 1.3 tells of a refusal only with the first read.
        if (name is not ("shop.test" or "SHOP.test"))
        {
            await tls.ReadExactlyAsync(new byte[1], deadline.Token);
        }

        return tls;
    }
}
